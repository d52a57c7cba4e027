package dev.roster.bootstrap.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.adapters.jdbc.Database;
import dev.roster.adapters.jdbc.JooqStorage;
import dev.roster.adapters.jdbc.Schema;
import dev.roster.adapters.redis.RedisConnection;
import dev.roster.adapters.redis.RedisSettings;
import dev.roster.adapters.redis.RedisUserCache;
import dev.roster.application.port.cache.UserCache;
import dev.roster.application.port.storage.Storage;
import dev.roster.bootstrap.CloseableStack;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import dev.roster.testkit.server.PostgresDatabase;
import dev.roster.testkit.server.PostgresServer;
import dev.roster.testkit.server.RedisPrefix;
import dev.roster.testkit.server.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.RedisClient;

/** Interleavings of two nodes on a real Redis. A failure reports the seed that repeats its interleaving. */
class InterleavingsIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @AutoClose
    private final CloseableStack resources = new CloseableStack();

    private final RedisPrefix prefix = resources.add(RedisServer.running().newPrefix());
    private final RedisClient redis =
            resources.add(RedisClient.create(RedisServer.running().url()));
    private final List<UserCache> caches = List.of(cache(), cache());

    @Test
    void findsNoStaleReadOnRedis() {
        run("Some on Redis", 200, 4_000, inMemory());
    }

    @Test
    void findsNoStaleReadOnPostgresAndRedis() {
        run("Some on PostgreSQL and Redis", 20, 4_000, postgres());
    }

    /** Different seeds in each run. */
    @Test
    @Tag("slow")
    @Timeout(1_800)
    void findsNoStaleReadInManyRunsOnRedis() {
        run("On Redis", 9_500, randomSeed(), inMemory());
    }

    /** Completes the ten thousand interleavings. */
    @Test
    @Tag("slow")
    @Timeout(1_800)
    void findsNoStaleReadInManyRunsOnPostgresAndRedis() {
        run("On PostgreSQL and Redis", 500, randomSeed(), postgres());
    }

    private void run(String where, int count, long firstSeed, Supplier<Storage> storages) {
        Statistics tally = Interleaving.runMany(where, count, firstSeed, () -> fixture(storages.get()));

        assertThat(tally.count(Statistics.HITS)).isPositive();
        assertThat(tally.count(Statistics.MISSES)).isPositive();
    }

    private static long randomSeed() {
        return ThreadLocalRandom.current().nextLong(1_000_000_000);
    }

    /** Creates one storage for each interleaving. User ids repeat, so each interleaving clears its cache entries. */
    private static Supplier<Storage> inMemory() {
        return InMemoryStorage::new;
    }

    /** Returns the same storage for all interleavings. */
    private Supplier<Storage> postgres() {
        PostgresDatabase own = resources.add(PostgresServer.running()
                .database("roster-bootstrap", fresh -> Schema.migrate(Database.parse(fresh.url()))));
        Storage storage = resources.add(JooqStorage.open(Database.parse(own.url())));
        return () -> storage;
    }

    private Interleaving.Fixture fixture(Storage storage) {
        return new Interleaving.Fixture(storage, caches, id -> redis.del(prefix.value() + "user:" + id));
    }

    private UserCache cache() {
        RedisSettings settings = RedisSettings.parse(RedisServer.running().url())
                .withCommandTimeout(TIMEOUT)
                .withKeyPrefix(prefix.value());
        return new RedisUserCache(resources.add(RedisConnection.open(settings)), RedisUserCache.DEFAULT_TTL);
    }
}
