package dev.roster.testkit.contract.directory;

import dev.roster.application.port.directory.UserDirectory;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.fake.InMemoryUserDirectory;
import dev.roster.testkit.fake.SettableClock;
import dev.roster.testkit.fake.storage.InMemoryStorage;

class InMemoryUserDirectoryContractTest extends UserDirectoryContract {

    @Override
    protected Backend<UserDirectory> emptyBackend() {
        InMemoryStorage storage = new InMemoryStorage();
        return Backend.of(() -> new InMemoryUserDirectory(storage, new SettableClock()), storage::close);
    }
}
