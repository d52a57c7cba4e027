package dev.roster.testkit.contract.service;

import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.fake.InMemoryUserCache;
import dev.roster.testkit.fake.storage.InMemoryStorage;

class UserServiceCachingOnFakesTest extends UserServiceCachingContract {

    @Override
    protected Backend<Node> emptyBackend() {
        return Backend.of(new Node(new InMemoryStorage(), new InMemoryUserCache()));
    }
}
