package dev.roster.adapters.redis;

import static dev.roster.adapters.redis.TestRedis.filledEntry;
import static dev.roster.adapters.redis.TestRedis.newUser;
import static dev.roster.testkit.data.NewUserBuilder.aUser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roster.application.port.cache.UserCache;
import dev.roster.application.port.cache.UserCache.Hit;
import dev.roster.application.port.cache.UserCache.Lease;
import dev.roster.application.port.cache.UserCache.Miss;
import dev.roster.application.port.delivery.DeliveryFailedException;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.server.DedicatedRedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisClient;

/**
 * Outages of Redis beyond those of the contract ({@link RedisUserCacheOutageContractIT}): a server that rejects
 * commands, one that is not there at the start, servers that lost the latest changes, and what is logged.
 */
class RedisUserCacheOutageIT {

    /** Longer than in production, so that a busy machine does not look like an outage. */
    private static final Duration COMMAND_TIMEOUT = Duration.ofMillis(200);

    @AutoClose
    private final DedicatedRedisServer server = new DedicatedRedisServer();

    private final User user = aUser().build().toUser(new UserId(42));
    private final User changed = user.withVersion(2);

    @Test
    void logsOutageOnceAndContinuesWhenServerRequiresPassword() throws Exception {
        int port = server.port();
        try (RedisClient operator = RedisClient.create(server.url());
                RedisConnection redis =
                        RedisConnection.open(RedisSettings.parse(server.url()).withCommandTimeout(COMMAND_TIMEOUT));
                LogLines log = new LogLines(port)) {
            RedisUserCache cache = new RedisUserCache(redis, RedisUserCache.DEFAULT_TTL);
            filledEntry(cache, user);
            assertThat(redis.isUp()).isTrue();
            assertThat(log.lines()).isEmpty();

            operator.configSet("requirepass", "s3cret");
            // Open connections stay authenticated, so they are closed.
            TestRedis.command(operator, Command.CLIENT, "KILL", "TYPE", "normal", "SKIPME", "yes");

            assertWorksWithoutRedis(redis, cache);
            awaitProbes(redis);
            assertThat(log.lines())
                    .singleElement()
                    .satisfies(line -> assertThat(line)
                            .startsWith("WARNING Redis at localhost:" + port + " is unavailable (")
                            .doesNotContain("Exception")
                            .doesNotContain("example.com"));

            operator.configSet("requirepass", "");

            Await.untilUp(redis);
            User after = filledEntry(cache, newUser());
            assertThat(cache.find(after.id())).isEqualTo(new Hit(after));
            assertThat(cache.markDeleted(user.id())).isTrue();
            assertThat(log.lines())
                    .hasSize(2)
                    .last()
                    .isEqualTo("INFO Redis at localhost:" + port + " is available again");
        }
    }

    /** Waits long enough for a probe to fail, which must change nothing. */
    private static void awaitProbes(RedisConnection redis) {
        long end = System.nanoTime() + Duration.ofMillis(2_500).toNanos();
        Await.until("probes", () -> {
            assertThat(redis.isUp()).isFalse();
            return System.nanoTime() > end;
        });
    }

    private void assertWorksWithoutRedis(RedisConnection redis, UserCache cache) {
        assertThat(cache.find(user.id())).isEqualTo(new Miss(Optional.empty()));
        assertThat(cache.acquireLease(user.id())).isEmpty();
        assertThat(cache.fill(user, new Lease("made up"))).isFalse();
        assertThat(cache.invalidate(user.id(), 2)).isFalse();
        assertThat(cache.markDeleted(user.id())).isFalse();
        assertThat(redis.isUp()).isFalse();
        assertThatExceptionOfType(DeliveryFailedException.class)
                .isThrownBy(() -> new RedisNotificationService(redis, RedisNotificationService.DEFAULT_MAX_LENGTH)
                        .sendWelcomeNotification(MessageId.random(), user.id(), user.name()));
    }

    @Test
    void startsWithoutServer() throws Exception {
        server.kill();
        try (LogLines log = new LogLines(server.port())) {
            long start = System.nanoTime();
            try (RedisConnection redis =
                    RedisConnection.open(RedisSettings.parse(server.url()).withCommandTimeout(COMMAND_TIMEOUT))) {
                RedisUserCache cache = new RedisUserCache(redis, RedisUserCache.DEFAULT_TTL);
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
                assertWorksWithoutRedis(redis, cache);
                assertThat(log.lines()).hasSize(1);

                server.start();
                Await.untilUp(redis);
                filledEntry(cache, newUser());
                assertThat(log.lines()).hasSize(2);
            }
        }
    }

    // Servers that lost the latest changes: they loaded an earlier snapshot, or were replicas.

    @Test
    void ignoresEntryOfEarlierSnapshot(@TempDir Path directory) {
        try (DedicatedRedisServer saving = new DedicatedRedisServer("--dir", directory.toString());
                RedisConnection redis = TestRedis.connect(saving.url())) {
            UserCache cache = cacheOn(redis);
            filledEntry(cache, user);
            send(saving, Command.SAVE);
            cache.refresh(changed, Optional.empty());

            saving.kill();
            saving.start();
            Await.untilUp(redis);

            assertThat(cache.find(user.id())).isInstanceOf(Miss.class);
            filledEntry(cache, changed);
            assertThat(cache.find(user.id())).isEqualTo(new Hit(changed));
        }
    }

    @Test
    void rejectsLeaseOfEarlierSnapshot(@TempDir Path directory) {
        try (DedicatedRedisServer saving = new DedicatedRedisServer("--dir", directory.toString());
                RedisConnection redis = TestRedis.connect(saving.url())) {
            UserCache cache = cacheOn(redis);
            Lease lease = TestRedis.leaseOfMiss(cache, user);
            send(saving, Command.SAVE);
            cache.invalidate(user.id(), changed.version());

            saving.kill();
            saving.start();
            Await.untilUp(redis);
            cache.fill(user, lease);

            assertThat(cache.find(user.id())).isInstanceOf(Miss.class);
        }
    }

    @Test
    void ignoresEntryOfReplicaThatWasPromoted(@TempDir Path directory) {
        try (DedicatedRedisServer master = new DedicatedRedisServer("--dir", directory.toString());
                DedicatedRedisServer replica = replicaOf(master, directory);
                RedisConnection before = TestRedis.connect(master.url());
                RedisClient operator = RedisClient.create(replica.url())) {
            filledEntry(cacheOn(before), user);
            Await.until("the entry on the replica", () -> operator.exists("user:42"));
            TestRedis.command(operator, Command.REPLICAOF, "NO", "ONE");

            try (RedisConnection after = TestRedis.connect(replica.url())) {
                UserCache cache = cacheOn(after);

                cache.refresh(changed, Optional.empty());
                assertThat(cache.find(user.id())).isInstanceOf(Miss.class);
                filledEntry(cache, changed);
                assertThat(cache.find(user.id())).isEqualTo(new Hit(changed));
            }
        }
    }

    @Test
    void readsNoEntryFromReplica(@TempDir Path directory) {
        try (DedicatedRedisServer master = new DedicatedRedisServer("--dir", directory.toString());
                DedicatedRedisServer replica = replicaOf(master, directory);
                RedisConnection onMaster = TestRedis.connect(master.url());
                RedisConnection onReplica = TestRedis.connect(replica.url());
                RedisClient operator = RedisClient.create(replica.url())) {
            filledEntry(cacheOn(onMaster), user);
            Await.until("the entry on the replica", () -> operator.exists("user:42"));

            assertThat(cacheOn(onReplica).find(user.id())).isEqualTo(new Miss(Optional.empty()));
        }
    }

    private static DedicatedRedisServer replicaOf(DedicatedRedisServer master, Path directory) {
        String port = Integer.toString(master.port());
        return new DedicatedRedisServer("--replicaof", "127.0.0.1", port, "--dir", directory.toString());
    }

    private static UserCache cacheOn(RedisConnection redis) {
        return new RedisUserCache(redis, RedisUserCache.DEFAULT_TTL);
    }

    private static void send(DedicatedRedisServer server, Command command) {
        try (RedisClient operator = RedisClient.create(server.url())) {
            TestRedis.command(operator, command);
        }
    }
}
