package dev.roster.adapters.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roster.testkit.server.DedicatedRedisServer;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.CommandObjects;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** Lifecycle of the connections, on a server of this test's own. */
class CircuitBreakerExecutorIT {

    private static final int POOL_SIZE = 4;

    private final CommandObject<String> ping = new CommandObjects(RedisProtocol.RESP2).ping();

    @AutoClose
    private final DedicatedRedisServer server = new DedicatedRedisServer();

    private final RedisSettings settings = RedisSettings.parse(server.url()).withPoolSize(POOL_SIZE);

    @AutoClose
    private final RedisConnectionPool pool = RedisConnection.newPool(settings, Duration.ofDays(1));

    private CircuitBreakerExecutor commands(Duration timeout) {
        return new CircuitBreakerExecutor(pool, settings.hostAndPort(), timeout, true);
    }

    private List<ServerConnection> acquireAll() {
        long deadline = System.nanoTime() + TestRedis.COMMAND_TIMEOUT.toNanos();
        return IntStream.range(0, POOL_SIZE)
                .mapToObj(i -> pool.acquire(deadline))
                .toList();
    }

    @Test
    void reusesConnections() {
        List<ServerConnection> first = acquireAll();
        first.forEach(pool::release);

        List<ServerConnection> second = acquireAll();
        assertThat(second).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(first);
        second.forEach(pool::release);
    }

    @Test
    void closesIdleConnectionsAfterBrokenOne() throws Exception {
        acquireAll().forEach(pool::release);
        CircuitBreakerExecutor commands = commands(TestRedis.COMMAND_TIMEOUT);

        server.restartEmpty();

        assertThatExceptionOfType(JedisConnectionException.class).isThrownBy(() -> commands.executeCommand(ping));
        assertThat(commands.executeCommand(ping)).isEqualTo("PONG");
    }

    @Test
    void reportsStateOfCircuit() throws Exception {
        CircuitBreakerExecutor commands = commands(TestRedis.COMMAND_TIMEOUT);
        assertThat(commands.executeCommand(ping)).isEqualTo("PONG");
        assertThat(commands.state()).isEqualTo(CircuitState.CLOSED);

        commands.open();

        assertThat(commands.state()).isEqualTo(CircuitState.OPEN);
        assertThatExceptionOfType(JedisConnectionException.class).isThrownBy(() -> commands.executeCommand(ping));
        Await.until("the circuit is closed", () -> isUp(commands));
        assertThat(commands.state()).isEqualTo(CircuitState.CLOSED);
    }

    private boolean isUp(CircuitBreakerExecutor commands) {
        try {
            return commands.executeCommand(ping).equals("PONG");
        } catch (JedisConnectionException open) {
            return false;
        }
    }

    @Test
    void exhaustedPoolDoesNotOpenCircuit() {
        List<ServerConnection> taken = acquireAll();
        try (LogLines log = new LogLines(server.port())) {
            CircuitBreakerExecutor commands = commands(Duration.ofMillis(1));
            for (int i = 0; i < 20; i++) {
                assertThatExceptionOfType(RedisConnectionPool.PoolExhaustedException.class)
                        .isThrownBy(() -> commands.executeCommand(ping));
            }
            assertThat(log.lines()).isEmpty();
        }
        taken.forEach(pool::release);
        assertThat(commands(TestRedis.COMMAND_TIMEOUT).executeCommand(ping)).isEqualTo("PONG");
    }

    @Test
    void opensNoConnectionAfterClose() {
        ServerConnection taken = pool.acquire(System.nanoTime() + TestRedis.COMMAND_TIMEOUT.toNanos());
        pool.close();
        pool.release(taken);

        assertThat(taken.isConnected()).isFalse();
        assertThatExceptionOfType(JedisConnectionException.class)
                .isThrownBy(() -> commands(TestRedis.COMMAND_TIMEOUT).executeCommand(ping))
                .withMessage("closed");
    }
}
