package dev.roster.bootstrap.service;

import dev.roster.adapters.jdbc.Database;
import dev.roster.adapters.jdbc.JooqStorage;
import dev.roster.adapters.jdbc.Schema;
import dev.roster.adapters.redis.RedisConnection;
import dev.roster.adapters.redis.RedisSettings;
import dev.roster.adapters.redis.RedisUserCache;
import dev.roster.application.port.storage.Storage;
import dev.roster.bootstrap.CloseableStack;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.conformance.TestedSystem;
import dev.roster.testkit.contract.service.PostServiceContract;
import dev.roster.testkit.contract.service.UserServiceCachingContract;
import dev.roster.testkit.contract.service.UserServiceContract;
import dev.roster.testkit.server.PostgresDatabase;
import dev.roster.testkit.server.PostgresServer;
import dev.roster.testkit.server.RedisPrefix;
import dev.roster.testkit.server.RedisServer;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Nested;

/** Contracts of the services, on the storages and the cache used in production. */
class UserServiceIT {

    @Nested
    class OnPostgres extends UserServiceContract implements TestedSystem {

        @Override
        public String testedSystem() {
            return PostgresServer.running().product();
        }

        @Override
        protected Backend<Storage> emptyBackend() {
            return emptyPostgres();
        }
    }

    @Nested
    class OnH2 extends UserServiceContract {

        @Override
        protected Backend<Storage> emptyBackend() {
            return emptyH2();
        }
    }

    @Nested
    class PostsOnPostgres extends PostServiceContract implements TestedSystem {

        @Override
        public String testedSystem() {
            return PostgresServer.running().product();
        }

        @Override
        protected Backend<Storage> emptyBackend() {
            return emptyPostgres();
        }
    }

    @Nested
    class PostsOnH2 extends PostServiceContract {

        @Override
        protected Backend<Storage> emptyBackend() {
            return emptyH2();
        }
    }

    private static Backend<Storage> emptyPostgres() {
        PostgresDatabase own = PostgresServer.running()
                .database("roster-bootstrap", fresh -> Schema.migrate(Database.parse(fresh.url())));
        Database database = Database.parse(own.url()).withPoolSize(20);
        return Backend.of(() -> JooqStorage.open(database), own::close);
    }

    private static Backend<Storage> emptyH2() {
        Database database = Database.parse("jdbc:h2:mem:" + UUID.randomUUID());
        Schema.migrate(database);
        return Backend.of(() -> JooqStorage.open(database), () -> {});
    }

    @Nested
    class CachingOnPostgresAndRedis extends UserServiceCachingContract implements TestedSystem {

        /** Long enough for a machine that is busy with other tests. */
        private static final Duration TIMEOUT = Duration.ofSeconds(20);

        @Override
        public String testedSystem() {
            return PostgresServer.running().product() + ", "
                    + RedisServer.running().product();
        }

        @Override
        protected Backend<Node> emptyBackend() {
            CloseableStack opened = new CloseableStack();
            PostgresDatabase own = opened.add(PostgresServer.running()
                    .database("roster-bootstrap", fresh -> Schema.migrate(Database.parse(fresh.url()))));
            RedisPrefix prefix = opened.add(RedisServer.running().newPrefix());
            Database database = Database.parse(own.url()).withPoolSize(20);
            RedisSettings redis = RedisSettings.parse(RedisServer.running().url())
                    .withCommandTimeout(TIMEOUT)
                    .withKeyPrefix(prefix.value());
            return Backend.of(
                    () -> new Node(
                            JooqStorage.open(database),
                            new RedisUserCache(opened.add(RedisConnection.open(redis)), RedisUserCache.DEFAULT_TTL)),
                    opened::close);
        }
    }
}
