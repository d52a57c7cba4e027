package dev.roster.adapters.jdbc;

import dev.roster.application.port.Storage;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.conformance.Capability;
import dev.roster.testkit.contract.StorageContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresStorageIT extends StorageContract {

    private static final LeasedDatabases DATABASES = new LeasedDatabases(EmptyDatabase::postgres);

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
