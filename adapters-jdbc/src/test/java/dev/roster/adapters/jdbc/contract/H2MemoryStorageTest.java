package dev.roster.adapters.jdbc.contract;

import dev.roster.adapters.jdbc.EmptyDatabase;
import dev.roster.adapters.jdbc.measurement.ClauseTimes;
import dev.roster.application.port.storage.Storage;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.conformance.Capability;
import dev.roster.testkit.contract.storage.StorageContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.RegisterExtension;

class H2MemoryStorageTest extends StorageContract {

    private static final LeasedDatabases DATABASES = new LeasedDatabases(EmptyDatabase::h2InMemory);

    @RegisterExtension
    static final ClauseTimes TIMES = new ClauseTimes();

    @AfterAll
    static void dropDatabases() throws Exception {
        DATABASES.close();
    }

    @Override
    protected Backend<Storage> emptyBackend() throws Exception {
        return DATABASES.lease();
    }

    @Override
    protected Capability concurrentWriteTransactions() {
        return Capability.supported();
    }
}
