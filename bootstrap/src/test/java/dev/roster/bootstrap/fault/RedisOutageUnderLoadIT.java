package dev.roster.bootstrap.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.adapters.jdbc.Database;
import dev.roster.adapters.jdbc.JooqStorage;
import dev.roster.application.port.outbox.OutboxMessage.UserCacheInvalidation;
import dev.roster.bootstrap.process.RosterProcess;
import dev.roster.bootstrap.process.TestApiClient;
import dev.roster.bootstrap.process.TestSettings;
import dev.roster.testkit.server.DedicatedRedisServer;
import dev.roster.testkit.server.PostgresDatabase;
import dev.roster.testkit.server.PostgresServer;
import dev.roster.testkit.server.TcpProxy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import redis.clients.jedis.RedisClient;

/**
 * Four kinds of Redis outages while clients read and update. No request fails or hangs. When Redis is back and the
 * relay has delivered the missed invalidations, no read is stale.
 */
@ResourceLock(RosterProcess.FIRST_LOCK)
@ResourceLock(RosterProcess.SECOND_LOCK)
@Timeout(300)
class RedisOutageUnderLoadIT {

    private static final int CLIENTS = 6;
    private static final int ANSWERS_PER_PHASE = 300;
    private static final Duration PHASE_DURATION = Duration.ofMillis(1_200);
    private static final Duration LONG_PHASE_DURATION = Duration.ofSeconds(10);

    /** Ten times the documented limit, because the machine may be busy with other tests. */
    private static final Duration MAX_ADDED_LATENCY = Duration.ofMillis(500);

    @TempDir
    Path directory;

    @AutoClose
    private final DedicatedRedisServer redis = new DedicatedRedisServer();

    @AutoClose
    private final PostgresDatabase postgres = PostgresServer.running().database("empty", fresh -> {});

    @AutoClose
    private final TcpProxy network = new TcpProxy("localhost", redis.port());

    RedisOutageUnderLoadIT() throws IOException {}

    private interface Action {
        void run() throws Exception;
    }

    @Test
    @Tag("slow")
    void servesCurrentValuesThroughOutages() throws Exception {
        runOutages(PHASE_DURATION);
    }

    @Test
    @Tag("slow")
    void servesCurrentValuesThroughLongOutages() throws Exception {
        runOutages(LONG_PHASE_DURATION);
    }

    private void runOutages(Duration time) throws Exception {
        Map<String, String> settings =
                TestSettings.of(postgres.url(), "REDIS_URL", "redis://localhost:" + network.port());
        try (RosterProcess roster = RosterProcess.serveWithJvmOptions(directory, settings);
                JooqStorage storage = JooqStorage.open(Database.parse(postgres.url()));
                UserTraffic traffic = new UserTraffic(roster.api(), CLIENTS)) {
            OutageScenario load = new OutageScenario(roster.api(), storage, traffic, redis.url(), time);
            load.awaitPhase(traffic.nextPhase(), time);
            load.awaitCurrentCache();
            Latencies baseline = load.awaitPhase(traffic.nextPhase(), time);
            baseline = load.outage("killed", baseline, redis::kill, redis::start);
            baseline = load.outage("stopped", baseline, redis::pause, redis::resume);
            baseline = load.outage("restarted empty", baseline, redis::restartEmpty, () -> {});
            load.outage("cut off", baseline, network::dropTraffic, network::restore);

            assertThat(roster.out()).doesNotContain("\tat ");
        }
    }

    private record OutageScenario(
            TestApiClient api, JooqStorage storage, UserTraffic traffic, String redisUrl, Duration time) {

        /** Returns the latencies after the outage. */
        Latencies outage(String name, Latencies before, Action trouble, Action recovery) throws Exception {
            Latencies during = traffic.nextPhase();
            trouble.run();
            awaitPhase(during, time);
            Latencies back = traffic.nextPhase();
            recovery.run();
            RosterProcess.await("Redis seen", api::isRedisUp);
            awaitPhase(back, time);
            Duration relaying = awaitCurrentCache();
            Latencies after = awaitPhase(traffic.nextPhase(), time);

            Duration added = during.percentile(99).minus(before.percentile(99));
            System.out.printf(
                    Locale.ROOT,
                    "[redis outage] %s: p99 %+.1f ms, the relay done after %.1f ms%n  before: %s%n  during: %s%n  recovering: %s%n  after: %s%n",
                    name,
                    Latencies.millis(added),
                    Latencies.millis(relaying),
                    before,
                    during,
                    back,
                    after);
            assertThat(traffic.violations()).isEmpty();
            assertThat(added).isLessThan(MAX_ADDED_LATENCY);
            return after;
        }

        Latencies awaitPhase(Latencies phase, Duration least) {
            RosterProcess.await(
                    "responses, violations: " + traffic.violations(),
                    () -> phase.isComplete(least, ANSWERS_PER_PHASE)
                            || !traffic.violations().isEmpty());
            assertThat(traffic.violations()).isEmpty();
            return phase;
        }

        /**
         * Waits until the relay has delivered all invalidations, and then requires that each read and each cache entry
         * has the latest update.
         *
         * @return how long the relay took since the last update
         */
        Duration awaitCurrentCache() {
            traffic.pauseUpdates();
            long held = System.nanoTime();
            RosterProcess.await("delivery of all invalidations", this::areInvalidationsDelivered);
            Duration relaying = Duration.ofNanos(System.nanoTime() - held);
            traffic.requireLatest();
            awaitPhase(traffic.nextPhase(), time.dividedBy(4));
            for (UserTraffic.Account account : traffic.accounts()) {
                RosterProcess.await("cache entry of user " + account.id(), () -> cachedUpdate(account) >= 0);
                assertThat(cachedUpdate(account)).isEqualTo(account.acknowledged());
            }
            assertThat(traffic.violations()).isEmpty();
            traffic.resumeUpdates();
            return relaying;
        }

        private boolean areInvalidationsDelivered() {
            return storage.outboxQueue().list(10_000).stream()
                    .noneMatch(letter -> letter.kind().equals(UserCacheInvalidation.class.getSimpleName()));
        }

        /** Reads the cache entry from Redis directly, without proxy and circuit breaker. */
        private int cachedUpdate(UserTraffic.Account account) {
            try (RedisClient operator = RedisClient.create(redisUrl)) {
                return UserTraffic.update(Objects.requireNonNullElse(operator.get("user:" + account.id()), ""));
            }
        }
    }
}
