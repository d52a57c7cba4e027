package dev.roster.adapters.redis;

import dev.roster.testkit.server.RedisPrefix;
import dev.roster.testkit.server.RedisServer;
import java.time.Duration;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisClient;

/** The Redis server for tests, with a key prefix for each test. */
final class TestRedis implements AutoCloseable {

    /** A long timeout, for tests of an available Redis on machines that are busy with other tests. */
    static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(20);

    private final RedisPrefix prefix = RedisServer.running().newPrefix();

    /** A client that bypasses the adapters. */
    private final RedisClient client = RedisClient.create(RedisServer.running().url());

    RedisConnection connect() {
        return RedisConnection.open(RedisSettings.parse(RedisServer.running().url())
                .withCommandTimeout(COMMAND_TIMEOUT)
                .withKeyPrefix(prefix.value()));
    }

    /** Sends a command for which the client has no method. */
    static void command(RedisClient operator, Command command, String... arguments) {
        CommandArguments all = new CommandArguments(command);
        for (String each : arguments) {
            all.add(each);
        }
        operator.executeCommand(all);
    }

    RedisClient client() {
        return client;
    }

    String key(Object user) {
        return prefixed("user:" + user);
    }

    /** Returns the name of an adapter's key on the server, including the prefix. */
    String prefixed(String name) {
        return prefix.value() + name;
    }

    String stream() {
        return prefixed("notifications");
    }

    void clear() {
        prefix.clear();
    }

    @Override
    public void close() {
        client.close();
        prefix.close();
    }
}
