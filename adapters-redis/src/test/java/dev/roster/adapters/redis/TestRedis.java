package dev.roster.adapters.redis;

import static dev.roster.testkit.data.NewUserBuilder.aUser;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.port.cache.UserCache;
import dev.roster.application.port.cache.UserCache.Lease;
import dev.roster.application.port.cache.UserCache.Miss;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.server.RedisPrefix;
import dev.roster.testkit.server.RedisServer;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisClient;

/** The Redis server for tests, with a key prefix for each test. Closes the connections that it opened. */
final class TestRedis implements AutoCloseable {

    /** A long timeout, for tests of an available Redis on machines that are busy with other tests. */
    static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(20);

    private static final AtomicLong LAST_ID = new AtomicLong(1_000);

    private final RedisPrefix prefix = RedisServer.running().newPrefix();
    private final Queue<RedisConnection> opened = new ConcurrentLinkedQueue<>();

    /** A client that bypasses the adapters. */
    private final RedisClient client = RedisClient.create(RedisServer.running().url());

    RedisConnection connect() {
        RedisConnection redis =
                RedisConnection.open(RedisSettings.parse(RedisServer.running().url())
                        .withCommandTimeout(COMMAND_TIMEOUT)
                        .withKeyPrefix(prefix.value()));
        opened.add(redis);
        return redis;
    }

    /** Connects to a server of a test's own. */
    static RedisConnection connect(String url) {
        // Without tests of idle connections, which would depend on the speed of the machine.
        return RedisConnection.open(RedisSettings.parse(url).withCommandTimeout(COMMAND_TIMEOUT), Duration.ofDays(1));
    }

    /** Sends a command for which the client has no method. */
    static void command(RedisClient operator, Command command, String... arguments) {
        operator.executeCommand(new CommandArguments(command).addObjects((Object[]) arguments));
    }

    /** Returns a user whom no other test has. */
    static User newUser() {
        return aUser().build().toUser(new UserId(LAST_ID.incrementAndGet()));
    }

    static Lease leaseOfMiss(UserCache cache, User user) {
        UserCache.Lookup lookup = cache.find(user.id());
        assertThat(lookup).isInstanceOf(Miss.class);
        return ((Miss) lookup).lease().orElseThrow();
    }

    static User filledEntry(UserCache cache, User user) {
        assertThat(cache.fill(user, leaseOfMiss(cache, user))).isTrue();
        return user;
    }

    RedisClient client() {
        return client;
    }

    String key(User user) {
        return prefixed("user:" + user.id());
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

    /** Shortens the remaining time of all keys, as if this time had passed. Only for a few keys. */
    void age(Duration passed) {
        for (String key : client.keys(prefix.value() + "*")) {
            long left = client.pttl(key);
            if (left >= 0 && passed.toMillis() > 0) {
                client.pexpire(key, left - passed.toMillis()); // deletes the key if no time is left
            }
        }
    }

    @Override
    public void close() {
        opened.forEach(RedisConnection::close);
        client.close();
        prefix.close();
    }
}
