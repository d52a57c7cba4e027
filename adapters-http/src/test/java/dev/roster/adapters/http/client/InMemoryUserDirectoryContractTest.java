package dev.roster.adapters.http.client;

import dev.roster.application.port.directory.UserDirectory;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.contract.directory.UserDirectoryContract;
import dev.roster.testkit.fake.InMemoryUserDirectory;
import dev.roster.testkit.fake.SettableClock;
import dev.roster.testkit.fake.storage.InMemoryStorage;

class InMemoryUserDirectoryContractTest extends UserDirectoryContract {

    @Override
    protected Backend<UserDirectory> emptyBackend() {
        return Backend.of(new InMemoryUserDirectory(new InMemoryStorage(), new SettableClock()));
    }
}
