package dev.roster.bootstrap.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roster.adapters.jdbc.Database;
import dev.roster.adapters.jdbc.JooqStorage;
import dev.roster.adapters.jdbc.Schema;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.outbox.OutboxMessage.UserCacheInvalidation;
import dev.roster.application.port.outbox.OutboxMessage.WelcomeNotification;
import dev.roster.bootstrap.LowCostRoster;
import dev.roster.bootstrap.Roster;
import dev.roster.bootstrap.config.ConfigException;
import dev.roster.bootstrap.process.RosterProcess;
import dev.roster.bootstrap.process.TestSettings;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.server.DedicatedRedisServer;
import dev.roster.testkit.server.PostgresDatabase;
import dev.roster.testkit.server.PostgresServer;
import dev.roster.testkit.server.TcpProxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;

/** The service with a Redis that is slower than a request waits, or that cannot be used at all. */
@Timeout(120)
class SlowRedisIT {

    private static final int NOTIFICATIONS = 10;

    @AutoClose
    private final PostgresDatabase database =
            PostgresServer.running().database("roster-bootstrap", fresh -> Schema.migrate(Database.parse(fresh.url())));

    private Roster serve(String redisUrl) {
        return LowCostRoster.start(TestSettings.of(database.url(), "REDIS_URL", redisUrl));
    }

    @Test
    void storesEachNotificationOnce() throws Exception {
        try (DedicatedRedisServer redis = new DedicatedRedisServer();
                TcpProxy network = new TcpProxy("localhost", redis.port());
                JooqStorage storage = JooqStorage.open(Database.parse(database.url()))) {
            network.delayResponses(Duration.ofMillis(200));
            Instant now = Instant.now();
            for (int i = 0; i < NOTIFICATIONS; i++) {
                storage.outbox().append(new WelcomeNotification(MessageId.random(), now, new UserId(7), "Ann"));
            }
            storage.outbox().append(new UserCacheInvalidation(MessageId.random(), now, new UserId(7), 1, false));

            try (Roster roster = serve("redis://localhost:" + network.port())) {
                assertThat(roster.baseUri()).isNotNull();
                RosterProcess.await(
                        "an empty outbox", () -> storage.outboxQueue().list(1).isEmpty());
            }

            try (RedisClient operator = RedisClient.create(redis.url())) {
                assertThat(operator.xlen("notifications")).isEqualTo(NOTIFICATIONS);
            }
        }
    }

    @Test
    void failsToStartWithNodeOfCluster(@TempDir Path directory) {
        try (DedicatedRedisServer node =
                new DedicatedRedisServer("--cluster-enabled", "yes", "--dir", directory.toString())) {
            assertThatExceptionOfType(ConfigException.class)
                    .isThrownBy(() -> serve(node.url()).close())
                    .withMessageContainingAll("REDIS_URL", "localhost:" + node.port(), "is a node of a cluster");
        }
    }
}
