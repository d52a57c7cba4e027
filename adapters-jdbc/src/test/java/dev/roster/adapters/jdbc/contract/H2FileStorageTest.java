package dev.roster.adapters.jdbc.contract;

import dev.roster.adapters.jdbc.EmptyDatabase.Kind;
import dev.roster.application.port.storage.Storage;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.conformance.Capability;
import dev.roster.testkit.conformance.TestedSystem;
import dev.roster.testkit.contract.storage.StorageContract;
import org.h2.engine.Constants;
import org.junit.jupiter.api.AutoClose;

class H2FileStorageTest extends StorageContract implements TestedSystem {

    @AutoClose
    private static final LeasedDatabases DATABASES = new LeasedDatabases(Kind.H2_FILE);

    @Override
    public String testedSystem() {
        return "H2 " + Constants.VERSION;
    }

    @Override
    protected Backend<Storage> emptyBackend() {
        return DATABASES.lease();
    }

    @Override
    protected Capability concurrentWriteTransactions() {
        return Capability.supported();
    }

    @Override
    protected Capability monotonicReads() {
        return Capability.unsupported("H2 shows a commit to a file in one table before the other, for a moment");
    }
}
