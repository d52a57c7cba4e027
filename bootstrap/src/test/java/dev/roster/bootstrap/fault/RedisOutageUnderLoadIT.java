package dev.roster.bootstrap.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.adapters.jdbc.Database;
import dev.roster.adapters.jdbc.JooqStorage;
import dev.roster.bootstrap.process.RosterProcess;
import dev.roster.bootstrap.process.TestApiClient;
import dev.roster.testkit.server.DedicatedRedisServer;
import dev.roster.testkit.server.PostgresDatabase;
import dev.roster.testkit.server.PostgresServer;
import dev.roster.testkit.server.TcpProxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import redis.clients.jedis.RedisClient;

/**
 * Redis goes away in four ways while clients read and update: no request fails, none hangs, and when Redis is back and the
 * relay has told it what it missed, nobody reads an old value.
 */
@ResourceLock(RosterProcess.FIRST_LANE)
@ResourceLock(RosterProcess.SECOND_LANE)
@Timeout(300)
class RedisOutageUnderLoadIT {

    private static final int CLIENTS = 6;
    private static final int ANSWERS_PER_PHASE = 300;
    private static final Duration PHASE = Duration.ofMillis(1_200);
    private static final Duration LONG_PHASE = Duration.ofSeconds(10);

    /** Ten times what is promised, for machines that are busy with other tests. */
    private static final Duration LONGEST_ADDED = Duration.ofMillis(500);

    @TempDir
    Path directory;

    private final DedicatedRedisServer redis = new DedicatedRedisServer();
    private final PostgresDatabase postgres = PostgresServer.running().database("empty", fresh -> {});
    private TcpProxy network;

    @BeforeEach
    void putProxyBetween() throws Exception {
        network = new TcpProxy("localhost", redis.port());
    }

    @AfterEach
    void close() throws Exception {
        network.close();
        redis.close();
        postgres.close();
    }

    private interface Step {
        void run() throws Exception;
    }

    @Test
    @Tag("slow")
    void noOutageFailsARequestOrLeavesAnOldValue() throws Exception {
        outages(PHASE);
    }

    @Test
    @Tag("slow")
    void noLongOutageDoesEither() throws Exception {
        outages(LONG_PHASE);
    }

    private void outages(Duration time) throws Exception {
        Map<String, String> settings = Map.of(
                "DATABASE_URL",
                postgres.url(),
                "JWT_SECRET",
                "a secret for the length of a test",
                "REDIS_URL",
                "redis://localhost:" + network.port());
        try (RosterProcess roster = RosterProcess.serveAsUsual(directory, settings);
                JooqStorage storage = JooqStorage.open(Database.parse(postgres.url()));
                UserTraffic traffic = UserTraffic.start(roster.baseUri(), CLIENTS)) {
            Load load = new Load(new TestApiClient(roster.baseUri()), storage, traffic, time);
            load.startsQuietly();
            load.outage("killed", redis::kill, redis::start);
            load.outage("stopped", redis::pause, redis::goOn);
            load.outage("restarted empty", redis::restartEmpty, () -> {});
            load.outage("cut off", network::swallow, network::restore);

            assertThat(roster.out()).doesNotContain("\tat ");
        }
    }

    private final class Load {

        private final TestApiClient api;
        private final JooqStorage storage;
        private final UserTraffic traffic;
        private final Duration time;
        private Latencies quiet = new Latencies();

        Load(TestApiClient api, JooqStorage storage, UserTraffic traffic, Duration time) {
            this.api = api;
            this.storage = storage;
            this.traffic = traffic;
            this.time = time;
        }

        void startsQuietly() {
            lasts(traffic.nextPhase(), time);
            becomesCurrent();
            quiet = lasts(traffic.nextPhase(), time);
        }

        void outage(String name, Step trouble, Step recovery) throws Exception {
            Latencies before = quiet;
            Latencies during = traffic.nextPhase();
            trouble.run();
            lasts(during, time);
            Latencies back = traffic.nextPhase();
            recovery.run();
            RosterProcess.await("Redis seen", this::isRedisUp);
            lasts(back, time);
            Duration relaying = becomesCurrent();
            quiet = lasts(traffic.nextPhase(), time);

            Duration added = during.percentile(99).minus(before.percentile(99));
            System.out.printf(
                    Locale.ROOT,
                    "[redis outage] %s: p99 %+.1f ms, the relay through after %.1f ms%n  before: %s%n  during: %s%n  coming back: %s%n  after: %s%n",
                    name,
                    Latencies.millis(added),
                    Latencies.millis(relaying),
                    before,
                    during,
                    back,
                    quiet);
            assertThat(traffic.wrong()).isEmpty();
            assertThat(added).isLessThan(LONGEST_ADDED);
        }

        Latencies lasts(Latencies phase, Duration least) {
            RosterProcess.await(
                    "answers, wrong are " + traffic.wrong(),
                    () -> phase.has(least, ANSWERS_PER_PHASE)
                            || !traffic.wrong().isEmpty());
            assertThat(traffic.wrong()).isEmpty();
            return phase;
        }

        /**
         * The relay runs; from then on all read the last update, and Redis holds it for all.
         *
         * @return how long the relay took since the last update
         */
        Duration becomesCurrent() {
            traffic.holdUpdates();
            long held = System.nanoTime();
            RosterProcess.await("word of all changes", this::isRedisTold);
            Duration relaying = Duration.ofNanos(System.nanoTime() - held);
            traffic.expectLatest();
            lasts(traffic.nextPhase(), time.dividedBy(4));
            for (UserTraffic.Account account : traffic.accounts()) {
                RosterProcess.await("copy of user " + account.id(), () -> copy(account) >= 0);
                assertThat(copy(account)).isEqualTo(account.acknowledged());
            }
            assertThat(traffic.wrong()).isEmpty();
            traffic.releaseUpdates();
            return relaying;
        }

        private boolean isRedisTold() {
            return storage.outboxQueue().list(10_000).stream()
                    .noneMatch(letter -> letter.kind().equals("UserCacheRefresh"));
        }

        private boolean isRedisUp() {
            try {
                return api.get("/health/ready").body().contains("\"redis\":\"up\"");
            } catch (Exception unanswered) {
                return false;
            }
        }

        /** Past proxy and service, by a connection that knows nothing of outages. */
        private int copy(UserTraffic.Account account) {
            try (RedisClient operator = RedisClient.create(redis.url())) {
                return UserTraffic.update(Objects.requireNonNullElse(operator.get("user:" + account.id()), ""));
            }
        }
    }
}
