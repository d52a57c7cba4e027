package dev.roster.adapters.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roster.testkit.server.DedicatedRedisServer;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.CommandObjects;
import redis.clients.jedis.Connection;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** What becomes of the connections, on a server of this test's own. */
class CircuitBreakerExecutorIT {

    private static final int MOST = 4;

    private final CommandObject<String> ping = new CommandObjects(RedisProtocol.RESP2).ping();
    private final DedicatedRedisServer server = new DedicatedRedisServer();
    private final RedisSettings settings = RedisSettings.parse(server.url()).withConnections(MOST);
    private final RedisConnectionPool connections =
            RedisConnection.connections(settings, RedisConnection.config(settings));

    @AfterEach
    void stop() {
        connections.close();
        server.close();
    }

    private CircuitBreakerExecutor commands(Duration patience) {
        return new CircuitBreakerExecutor(connections, settings.place(), patience);
    }

    private List<Connection> takeAll() {
        long deadline = System.nanoTime() + TestRedis.PATIENCE.toNanos();
        return IntStream.range(0, MOST)
                .mapToObj(i -> connections.take(deadline))
                .toList();
    }

    @Test
    void connectionsAreUsedAgain() {
        List<Connection> first = takeAll();
        first.forEach(connections::giveBack);

        List<Connection> second = takeAll();
        assertThat(second).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(first);
        second.forEach(connections::giveBack);
    }

    @Test
    void oneBrokenConnectionTellsOfAllThatAreIdle() throws Exception {
        takeAll().forEach(connections::giveBack);
        CircuitBreakerExecutor commands = commands(TestRedis.PATIENCE);

        server.restartEmpty();

        assertThatExceptionOfType(JedisConnectionException.class).isThrownBy(() -> commands.executeCommand(ping));
        assertThat(commands.executeCommand(ping)).isEqualTo("PONG");
    }

    @Test
    void crowdIsNoOutage() {
        List<Connection> taken = takeAll();
        try (LogLines log = new LogLines(server.port())) {
            CircuitBreakerExecutor commands = commands(Duration.ofMillis(1));
            for (int i = 0; i < 20; i++) {
                assertThatExceptionOfType(RedisConnectionPool.BusyException.class)
                        .isThrownBy(() -> commands.executeCommand(ping));
            }
            assertThat(log.lines()).isEmpty();
        }
        taken.forEach(connections::giveBack);
        assertThat(commands(TestRedis.PATIENCE).executeCommand(ping)).isEqualTo("PONG");
    }

    @Test
    void closedOnesAreNotOpenedAgain() {
        Connection taken = connections.take(System.nanoTime() + TestRedis.PATIENCE.toNanos());
        connections.close();
        connections.giveBack(taken);

        assertThat(taken.isConnected()).isFalse();
        assertThatExceptionOfType(JedisConnectionException.class)
                .isThrownBy(() -> commands(TestRedis.PATIENCE).executeCommand(ping))
                .withMessage("closed");
    }
}
