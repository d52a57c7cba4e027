package dev.roster.testkit.fake;

import dev.roster.application.port.Storage;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.conformance.Capability;
import dev.roster.testkit.contract.StorageContract;
import java.time.Duration;

class InMemoryStorageTest extends StorageContract {

    @Override
    protected Backend<Storage> emptyBackend() {
        Storage storage = new InMemoryStorage(Duration.ofSeconds(2));
        return Backend.of(() -> storage, storage::close);
    }

    @Override
    protected Capability concurrentWriteTransactions() {
        return Capability.unsupported("one writer at a time holds the copy that becomes the next state");
    }
}
