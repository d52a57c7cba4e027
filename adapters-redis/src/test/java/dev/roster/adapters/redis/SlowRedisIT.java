package dev.roster.adapters.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roster.application.port.delivery.DeliveryFailedException;
import dev.roster.application.port.delivery.NotificationService;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.server.DedicatedRedisServer;
import dev.roster.testkit.server.TcpProxy;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;

/** A Redis whose replies take longer than a request waits, on a server of this test's own. */
class SlowRedisIT {

    @AutoClose
    private final DedicatedRedisServer server = new DedicatedRedisServer();

    @AutoClose
    private final TcpProxy network = new TcpProxy("localhost", server.port());

    private final RedisSettings settings = RedisSettings.parse("redis://localhost:" + network.port());

    SlowRedisIT() throws IOException {}

    private static NotificationService notifications(RedisConnection redis) {
        return new RedisNotificationService(redis, RedisNotificationService.DEFAULT_MAX_LENGTH);
    }

    private long entries() {
        try (RedisClient operator = RedisClient.create(server.url())) {
            return operator.xlen("notifications");
        }
    }

    @Test
    void relayStoresNotificationOnceWhenRedisIsSlow() {
        try (RedisConnection redis = RedisConnection.open(settings);
                RedisConnection relay = redis.forRelay()) {
            network.delayResponses(Duration.ofMillis(200));

            for (int i = 0; i < 7; i++) {
                notifications(relay).sendWelcomeNotification(MessageId.random(), new UserId(7), "Ann");
            }

            assertThat(entries()).isEqualTo(7);
        }
    }

    /** With the timeout of a request, the relay would report a failure, and repeat what is stored. */
    @Test
    void requestGivesUpEarlierThanRelay() {
        // Without a test of the idle connection, which would time out before the command is sent.
        try (RedisConnection redis = RedisConnection.open(settings, Duration.ofDays(1))) {
            assertThat(redis.isUp()).isTrue();
            network.delayResponses(Duration.ofMillis(200));

            assertThatExceptionOfType(DeliveryFailedException.class)
                    .isThrownBy(() ->
                            notifications(redis).sendWelcomeNotification(MessageId.random(), new UserId(7), "Ann"));

            Await.until("the entry is stored nevertheless", () -> entries() == 1);
        }
    }

    @Test
    void failuresOfRequestsDoNotStopRelay() {
        try (RedisConnection redis = RedisConnection.open(settings);
                RedisConnection relay = redis.forRelay()) {
            network.delayResponses(Duration.ofMillis(200));
            for (int i = 0; i < 20; i++) {
                assertThat(redis.isUp()).isFalse();
            }

            assertThat(relay.isUp()).isTrue();
        }
    }

    @Test
    void relayDoesNotWaitForRedisThatIsAwayAtStart() {
        server.kill();

        try (RedisConnection redis = RedisConnection.open(settings);
                RedisConnection relay = redis.forRelay();
                LogLines log = new LogLines(network.port())) {
            assertThat(relay.isUp()).isFalse();
            assertThat(log.lines()).isEmpty();
        }
    }
}
