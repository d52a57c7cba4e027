package dev.roster.adapters.jdbc;

import dev.roster.application.port.Storage;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.conformance.Capability;
import dev.roster.testkit.contract.StorageContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.RegisterExtension;

class H2FileStorageTest extends StorageContract {

    private static final LeasedDatabases DATABASES = new LeasedDatabases(EmptyDatabase::h2File);

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
