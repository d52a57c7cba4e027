package dev.roster.testkit.fake;

import dev.roster.application.port.Storage;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.contract.UserServiceContract;

class UserServiceOnFakesTest extends UserServiceContract {

    @Override
    protected Backend<Storage> emptyBackend() {
        return Backend.of(new InMemoryStorage());
    }
}
