package dev.roster.adapters.redis;

import java.time.Duration;
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
 * A Redis that may be away: no call takes longer than the {@linkplain RedisSettings#commandTimeout() patience}, and after a few
 * failures it is asked only once a second until it answers again. The log has one line when it goes and one when it comes
 * back. Safe for use by many threads; to be closed after the adapters on it.
 */
public final class RedisConnection implements AutoCloseable {

    /** A start may wait a little, so that the first requests need not; opening goes on in the background after that. */
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

    /** Connects, or goes on without if Redis is away. */
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
            // The certificate's name too, for anybody has a certificate.
            config.sslOptions(
                    SslOptions.builder().sslVerifyMode(SslVerifyMode.FULL).build());
        }
        return config.build();
    }

    /** Whether Redis answers; told in no more than the patience, and at once while it is left alone. */
    public boolean isUp() {
        try {
            client.ping();
            return true;
        } catch (JedisException away) {
            return false;
        }
    }

    RedisClient client() {
        return client;
    }

    /** A key as Redis knows it. */
    String key(String name) {
        return keyPrefix + name;
    }

    @Override
    public void close() {
        client.close();
        commands.close();
    }
}
