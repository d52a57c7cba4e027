package dev.roster.adapters.redis;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.DefaultJedisSocketFactory;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.SslVerifyMode;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Connection to a Redis server that may be unavailable. No call takes longer than the {@linkplain
 * RedisSettings#commandTimeout() command timeout}. After a few failures, only one command per second is sent until
 * Redis responds again. One line is logged when Redis becomes unavailable, and one when it is available again. Safe for
 * use by multiple threads. Close it after the adapters that use it.
 */
public final class RedisConnection implements AutoCloseable {

    /** Limits the wait at startup, which spares the first requests a wait. Opening then continues in the background. */
    private static final Duration WARM_UP_TIMEOUT = Duration.ofSeconds(1);

    private static final int CONNECT_TIMEOUT_MILLIS = 2_000;

    private final RedisClient client;
    private final CircuitBreakerExecutor commands;
    private final String keyPrefix;

    private RedisConnection(RedisClient client, CircuitBreakerExecutor commands, String keyPrefix) {
        this.client = client;
        this.commands = commands;
        this.keyPrefix = keyPrefix;
    }

    /** Connects to Redis. Also returns if Redis is unavailable. */
    public static RedisConnection open(RedisSettings settings) {
        JedisClientConfig config = clientConfig(settings);
        RedisConnectionPool connections = newPool(settings, config);
        CircuitBreakerExecutor commands =
                new CircuitBreakerExecutor(connections, settings.hostAndPort(), settings.commandTimeout());
        RedisClient client = RedisClient.builder()
                .clientConfig(config)
                .commandExecutor(commands)
                .connectionProvider(new NoDirectConnections())
                .build();
        commands.warmUp(WARM_UP_TIMEOUT);
        return new RedisConnection(client, commands, settings.keyPrefix());
    }

    static RedisConnectionPool newPool(RedisSettings settings, JedisClientConfig config) {
        HostAndPort place = new HostAndPort(settings.host(), settings.port());
        return new RedisConnectionPool(
                settings.poolSize(),
                () -> Connection.builder()
                        .socketFactory(new DefaultJedisSocketFactory(place, config))
                        .clientConfig(config)
                        .build());
    }

    static JedisClientConfig clientConfig(RedisSettings settings) {
        DefaultJedisClientConfig.Builder config = DefaultJedisClientConfig.builder()
                .resp2()
                .autoNegotiateProtocol(false)
                .clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
                .connectionTimeoutMillis(CONNECT_TIMEOUT_MILLIS)
                .socketTimeoutMillis(CONNECT_TIMEOUT_MILLIS)
                .database(settings.database());
        if (settings.password() != null) {
            config.password(settings.password());
            if (settings.user() != null) {
                config.user(settings.user());
            }
        }
        if (settings.tls()) {
            // FULL also verifies the host name: a valid certificate alone may belong to any server.
            config.sslOptions(
                    SslOptions.builder().sslVerifyMode(SslVerifyMode.FULL).build());
        }
        return config.build();
    }

    /**
     * Returns whether Redis responds. Takes at most the command timeout, and returns at once while the circuit is open.
     */
    public boolean isUp() {
        return ifAvailable(false, () -> client.ping().equals("PONG"));
    }

    /** Returns the result of an operation, or another value if Redis is unavailable. */
    <T> T ifAvailable(T otherwise, Supplier<T> operation) {
        try {
            return operation.get();
        } catch (JedisException away) {
            return otherwise;
        }
    }

    /** Loads scripts if Redis is available, so that the first calls need not send their source. */
    void load(List<LuaScript> scripts) {
        ifAvailable(false, () -> {
            scripts.forEach(script -> script.load(client));
            return true;
        });
    }

    RedisClient client() {
        return client;
    }

    /** Returns the name of a key in Redis, including the prefix. */
    String key(String name) {
        return keyPrefix + name;
    }

    @Override
    public void close() {
        client.close();
        commands.close();
    }
}
