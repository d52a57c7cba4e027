package dev.roster.adapters.redis;

import dev.roster.application.port.delivery.NotificationService;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.conformance.fault.FaultyBackend;
import dev.roster.testkit.contract.outage.NotificationServiceOutageContract;
import dev.roster.testkit.server.DedicatedRedisServer;
import dev.roster.testkit.server.TcpProxy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.StreamEntryID;

/** Runs the contract on a Redis of this test's own, behind a proxy. */
class RedisNotificationServiceOutageContractIT extends NotificationServiceOutageContract {

    private static final Duration COMMAND_TIMEOUT = Duration.ofMillis(500);

    @AutoClose
    private final DedicatedRedisServer server = new DedicatedRedisServer();

    @Override
    protected FaultyBackend<NotificationService> emptyBackendWithFaults() throws Exception {
        TcpProxy network = new TcpProxy("localhost", server.port());
        RedisConnection redis = RedisConnection.open(
                RedisSettings.parse("redis://localhost:" + network.port()).withCommandTimeout(COMMAND_TIMEOUT));
        return FaultyBackend.of(
                Backend.of(
                        () -> new RedisNotificationService(redis, RedisNotificationService.DEFAULT_MAX_LENGTH), () -> {
                            redis.close();
                            network.close();
                        }),
                network);
    }

    @Override
    protected List<String> receivedTexts() {
        try (RedisClient operator = RedisClient.create(server.url())) {
            return operator.xrange("notifications", (StreamEntryID) null, null).stream()
                    .map(entry -> entry.getFields().get("name"))
                    .toList();
        }
    }

    @Override
    protected Duration longestCall() {
        return COMMAND_TIMEOUT;
    }
}
