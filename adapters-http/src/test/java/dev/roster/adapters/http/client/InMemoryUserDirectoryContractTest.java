package dev.roster.adapters.http.client;

import dev.roster.application.port.UserDirectory;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.contract.UserDirectoryContract;
import dev.roster.testkit.fake.InMemoryStorage;
import dev.roster.testkit.fake.InMemoryUserDirectory;
import dev.roster.testkit.fake.SettableClock;

class InMemoryUserDirectoryContractTest extends UserDirectoryContract {

    @Override
    protected Backend<UserDirectory> emptyBackend() {
        return Backend.of(new InMemoryUserDirectory(new InMemoryStorage(), new SettableClock()));
    }
}
