package dev.roster.testkit.fake;

import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.contract.UserServiceCachingContract;

class UserServiceCachingOnFakesTest extends UserServiceCachingContract {

    @Override
    protected Backend<Node> emptyBackend() {
        return Backend.of(new Node(new InMemoryStorage(), new InMemoryUserCache()));
    }
}
