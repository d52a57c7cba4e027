package dev.roster.testkit.contract.service;

import dev.roster.application.port.storage.Storage;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.fake.InMemoryUserCache;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import org.junit.jupiter.api.Nested;

class ServicesOnFakesTest {

    @Nested
    class Users extends UserServiceContract {
        @Override
        protected Backend<Storage> emptyBackend() {
            return Backend.of(new InMemoryStorage());
        }
    }

    @Nested
    class Caching extends UserServiceCachingContract {
        @Override
        protected Backend<Node> emptyBackend() {
            return Backend.of(new Node(new InMemoryStorage(), new InMemoryUserCache()));
        }
    }

    @Nested
    class Posts extends PostServiceContract {
        @Override
        protected Backend<Storage> emptyBackend() {
            return Backend.of(new InMemoryStorage());
        }
    }
}
