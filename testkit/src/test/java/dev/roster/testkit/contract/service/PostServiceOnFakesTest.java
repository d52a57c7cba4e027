package dev.roster.testkit.contract.service;

import dev.roster.application.port.storage.Storage;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.fake.storage.InMemoryStorage;

class PostServiceOnFakesTest extends PostServiceContract {

    @Override
    protected Backend<Storage> emptyBackend() {
        return Backend.of(new InMemoryStorage());
    }
}
