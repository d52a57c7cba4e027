package dev.roster.testkit.contract.outage;

import dev.roster.application.port.storage.Storage;
import dev.roster.testkit.fake.forwarding.ForwardingStorage;

/** Client of an in-memory storage: closing it does not close the storage, which other clients still use. */
final class Unclosed extends ForwardingStorage {

    Unclosed(Storage storage) {
        super(storage);
    }

    @Override
    public void close() {
        // the storage is closed with its backend
    }
}
