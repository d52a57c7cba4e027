package dev.roster.testkit.contract.storage;

import dev.roster.application.port.storage.Storage;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.conformance.Capability;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import java.time.Duration;

class InMemoryStorageContractTest extends StorageContract {

    @Override
    protected Backend<Storage> emptyBackend() {
        return Backend.of(new InMemoryStorage(Duration.ofSeconds(1)));
    }

    @Override
    protected Capability concurrentWriteTransactions() {
        return Capability.unsupported("only one write transaction can be open at a time");
    }
}
