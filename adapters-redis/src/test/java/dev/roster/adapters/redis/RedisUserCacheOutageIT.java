package dev.roster.adapters.redis;

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
import dev.roster.testkit.conformance.Rendezvous;
import dev.roster.testkit.server.DedicatedRedisServer;
import dev.roster.testkit.server.TcpProxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisClient;

/**
 * A Redis that becomes unavailable and recovers, on a server of this test's own: calls neither fail nor wait, and the
 * cache works again afterwards.
 */
class RedisUserCacheOutageIT {

    /** Longer than in production, so that a busy machine does not look like an outage. */
    private static final Duration COMMAND_TIMEOUT = Duration.ofMillis(200);

    private static final Duration LIMIT = COMMAND_TIMEOUT.multipliedBy(10);
    private static final int WORKERS = 6;
    private static final int ROUNDS = 100;

    private final AtomicLong nextId = new AtomicLong();
    private final DedicatedRedisServer server = new DedicatedRedisServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private interface Step {
        void run() throws Exception;
    }

    @Test
    void continuesWithoutKilledServer() throws Exception {
        assertSurvivesOutage(server.url(), server.port(), server::kill, server::start);
    }

    @Test
    void continuesWithoutHangingServer() throws Exception {
        assertSurvivesOutage(server.url(), server.port(), server::pause, server::resume);
    }

    @Test
    void continuesWithoutUnreachableServer() throws Exception {
        try (TcpProxy network = new TcpProxy("localhost", server.port())) {
            assertSurvivesOutage(
                    "redis://localhost:" + network.port(), network.port(), network::dropTraffic, network::restore);
        }
    }

    @Test
    void continuesWhenServerRequiresPassword() throws Exception {
        try (RedisClient operator = RedisClient.create(server.url())) {
            assertSurvivesOutage(
                    server.url(),
                    server.port(),
                    () -> {
                        operator.configSet("requirepass", "s3cret");
                        // Open connections stay authenticated, so they are closed.
                        TestRedis.command(operator, Command.CLIENT, "KILL", "TYPE", "normal", "SKIPME", "yes");
                    },
                    () -> operator.configSet("requirepass", ""));
        }
    }

    private void assertSurvivesOutage(String url, int port, Step trouble, Step recovery) throws Exception {
        try (RedisConnection redis =
                        RedisConnection.open(RedisSettings.parse(url).withCommandTimeout(COMMAND_TIMEOUT));
                LogLines log = new LogLines(port)) {
            RedisUserCache cache = new RedisUserCache(redis, RedisUserCache.DEFAULT_TTL);
            User user = user();
            assertThat(cache.fill(user, leaseOfMiss(cache, user.id()))).isTrue();
            assertThat(redis.isUp()).isTrue();
            assertThat(log.lines()).isEmpty();

            trouble.run();
            List<Duration> slowest = Rendezvous.run(WORKERS, i -> () -> slowestCall(redis, cache)).stream()
                    .map(Rendezvous.Outcome::get)
                    .toList();
            assertThat(slowest).allSatisfy(each -> assertThat(each).isLessThan(LIMIT));
            assertWorksWithoutRedis(redis, cache, user);
            awaitProbes(redis);
            assertThat(log.lines())
                    .singleElement()
                    .satisfies(line -> assertThat(line)
                            .startsWith("WARNING Redis at localhost:" + port + " is unavailable (")
                            .doesNotContain("Exception")
                            .doesNotContain("example.com"));

            recovery.run();
            Await.until("Redis is available again", redis::isUp);
            User after = user();
            assertThat(cache.fill(after, leaseOfMiss(cache, after.id()))).isTrue();
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

    /** Returns the time of the slowest of many calls of all kinds. */
    private Duration slowestCall(RedisConnection redis, UserCache cache) {
        Duration slowest = Duration.ZERO;
        for (int i = 0; i < ROUNDS; i++) {
            User user = user();
            for (Runnable call : List.<Runnable>of(
                    () -> cache.find(user.id()),
                    () -> cache.fill(user, new Lease("made up")),
                    () -> cache.acquireLease(user.id()),
                    () -> cache.refresh(user, Optional.empty()),
                    () -> cache.invalidate(user.id(), 1),
                    () -> cache.markDeleted(user.id()),
                    redis::isUp)) {
                long start = System.nanoTime();
                call.run();
                Duration taken = Duration.ofNanos(System.nanoTime() - start);
                slowest = taken.compareTo(slowest) > 0 ? taken : slowest;
            }
        }
        return slowest;
    }

    private void assertWorksWithoutRedis(RedisConnection redis, UserCache cache, User user) {
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
                assertWorksWithoutRedis(redis, cache, user());
                assertThat(log.lines()).hasSize(1);

                server.start();
                Await.until("Redis is available", redis::isUp);
                User user = user();
                assertThat(cache.fill(user, leaseOfMiss(cache, user.id()))).isTrue();
                assertThat(log.lines()).hasSize(2);
            }
        }
    }

    @Test
    void hangingServerDelaysNoCaller() throws Exception {
        try (RedisConnection redis = RedisConnection.open(RedisSettings.parse(server.url()))) {
            RedisUserCache cache = new RedisUserCache(redis, RedisUserCache.DEFAULT_TTL);
            server.pause();

            List<Duration> slowest = Rendezvous.run(WORKERS, i -> () -> slowestCall(redis, cache)).stream()
                    .map(Rendezvous.Outcome::get)
                    .toList();

            // Ten times the promised limit, because the machine may be busy with other tests.
            assertThat(slowest).allSatisfy(each -> assertThat(each).isLessThan(Duration.ofMillis(500)));
        }
    }

    private User user() {
        return aUser().build().toUser(new UserId(nextId.incrementAndGet()));
    }

    private static Lease leaseOfMiss(UserCache cache, UserId id) {
        assertThat(cache.find(id)).isInstanceOf(Miss.class);
        return ((Miss) cache.find(id)).lease().orElseThrow();
    }
}
