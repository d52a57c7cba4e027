package dev.roster.testkit.fake;

import dev.roster.application.port.Storage;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.contract.PostServiceContract;

class PostServiceOnFakesTest extends PostServiceContract {

    @Override
    protected Backend<Storage> emptyBackend() {
        return Backend.of(new InMemoryStorage());
    }
}
