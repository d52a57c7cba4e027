package dev.roster.adapters.redis;

import static dev.roster.adapters.redis.TestRedis.filledEntry;
import static dev.roster.adapters.redis.TestRedis.newUser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roster.application.port.cache.UserCache.Hit;
import dev.roster.domain.user.User;
import dev.roster.testkit.server.DedicatedRedisServer;
import dev.roster.testkit.server.TcpProxy;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** A Redis that closes idle connections, on a server of this test's own. */
class IdleConnectionIT {

    private static final int POOL_SIZE = 3;

    @AutoClose
    private final DedicatedRedisServer server = new DedicatedRedisServer("--timeout", "1");

    private final RedisSettings settings = RedisSettings.parse(server.url())
            .withCommandTimeout(TestRedis.COMMAND_TIMEOUT)
            .withPoolSize(POOL_SIZE);

    private static long inTime() {
        return System.nanoTime() + TestRedis.COMMAND_TIMEOUT.toNanos();
    }

    /** Asks with a new client, whose connection is the only one that is not idle. */
    private void awaitClosedConnections() {
        Await.until("Redis has closed the idle connections", () -> {
            try (RedisClient operator = RedisClient.create(server.url())) {
                return operator.info("clients").contains("connected_clients:1\r");
            }
        });
    }

    @Test
    void firstCommandAfterIdleTimeSucceeds() {
        try (RedisConnection redis = RedisConnection.open(settings);
                LogLines log = new LogLines(server.port())) {
            RedisUserCache cache = new RedisUserCache(redis, RedisUserCache.DEFAULT_TTL);
            User user = filledEntry(cache, newUser());

            awaitClosedConnections();

            assertThat(cache.find(user.id())).isEqualTo(new Hit(user));
            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    void replacesAllConnectionsThatWereClosed() {
        try (RedisConnectionPool pool = RedisConnection.newPool(settings, Duration.ZERO)) {
            acquireAll(pool).forEach(pool::release);

            awaitClosedConnections();

            assertThat(acquireAll(pool)).allSatisfy(connection -> {
                connection.sendCommand(Command.PING);
                assertThat(connection.getStatusCodeReply()).isEqualTo("PONG");
            });
        }
    }

    @Test
    void keepsConnectionThatIsOpen() {
        try (RedisConnectionPool pool = RedisConnection.newPool(settings, Duration.ZERO)) {
            ServerConnection first = pool.acquire(inTime());
            pool.release(first);

            assertThat(pool.acquire(inTime())).isSameAs(first);
        }
    }

    @Test
    void testOfConnectionEndsAtDeadline() throws Exception {
        try (TcpProxy network = new TcpProxy("localhost", server.port());
                RedisConnectionPool pool = RedisConnection.newPool(
                        RedisSettings.parse("redis://localhost:" + network.port()), Duration.ZERO)) {
            pool.release(pool.acquire(inTime()));

            network.dropTraffic();

            assertThatExceptionOfType(JedisConnectionException.class)
                    .isThrownBy(() -> pool.acquire(
                            System.nanoTime() + Duration.ofMillis(20).toNanos()))
                    .matches(RedisFailure::isTimeout);
        }
    }

    private static List<ServerConnection> acquireAll(RedisConnectionPool pool) {
        return IntStream.range(0, POOL_SIZE)
                .mapToObj(i -> pool.acquire(inTime()))
                .toList();
    }
}
