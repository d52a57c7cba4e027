package dev.roster.testkit.fake;

import dev.roster.application.port.UserDirectory;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.contract.UserDirectoryContract;

class InMemoryUserDirectoryTest extends UserDirectoryContract {

    @Override
    protected Backend<UserDirectory> emptyBackend() {
        InMemoryStorage storage = new InMemoryStorage();
        return Backend.of(() -> new InMemoryUserDirectory(storage, new SettableClock()), storage::close);
    }
}
