package dev.roster.adapters.jdbc.contract;

import dev.roster.application.port.storage.Storage;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.conformance.Capability;
import dev.roster.testkit.contract.storage.StorageContract;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import java.time.Duration;

/** Runs the contract on the in-memory fake in the same build, so that differences between fake and adapters show. */
class InMemoryStorageTest extends StorageContract {

    @Override
    protected Backend<Storage> emptyBackend() {
        Storage storage = new InMemoryStorage(Duration.ofSeconds(2));
        return Backend.of(() -> storage, storage::close);
    }

    @Override
    protected Capability concurrentWriteTransactions() {
        return Capability.unsupported("the fake runs one write transaction at a time");
    }
}
