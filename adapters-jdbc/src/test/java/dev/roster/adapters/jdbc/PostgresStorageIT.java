package dev.roster.adapters.jdbc;

import dev.roster.application.port.Storage;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.conformance.Capability;
import dev.roster.testkit.contract.StorageContract;

class PostgresStorageIT extends StorageContract {

    @Override
    protected Backend<Storage> emptyBackend() {
        return EmptyDatabase.postgres().backend();
    }

    @Override
    protected Capability concurrentWriteTransactions() {
        return Capability.supported();
    }
}
