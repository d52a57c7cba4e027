package dev.roster.adapters.redis;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import redis.clients.jedis.ClientSetInfoConfig;
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

    /** One for notifications and one for cache invalidations. */
    private static final int RELAY_POOL_SIZE = 2;

    private final RedisSettings settings;
    private final RedisClient client;
    private final CircuitBreakerExecutor commands;

    private RedisConnection(RedisSettings settings, RedisConnectionPool connections, boolean logging) {
        this.settings = settings;
        this.commands =
                new CircuitBreakerExecutor(connections, settings.hostAndPort(), settings.commandTimeout(), logging);
        this.client = RedisClient.builder()
                .clientConfig(clientConfig(settings))
                .commandExecutor(commands)
                .connectionProvider(new NoDirectConnections())
                .build();
    }

    /**
     * Connects to Redis. Also returns if Redis is unavailable.
     *
     * @throws UnsuitableRedisException if the server is there but can never be used, such as a node of a cluster
     */
    public static RedisConnection open(RedisSettings settings) {
        return open(settings, RedisConnectionPool.MAX_UNTESTED_IDLE);
    }

    static RedisConnection open(RedisSettings settings, Duration maxUntestedIdle) {
        RedisConnection opened = new RedisConnection(settings, newPool(settings, maxUntestedIdle), true);
        try {
            if (opened.commands.warmUp(WARM_UP_TIMEOUT)) {
                RedisServerCheck.run(settings);
            }
            return opened;
        } catch (UnsuitableRedisException unsuitable) {
            opened.close();
            throw unsuitable;
        }
    }

    /**
     * Returns another connection to the same server for background deliveries, which must be closed, too. Its commands
     * may take {@linkplain RedisSettings#RELAY_TIMEOUT longer}: a command that is given up may still be executed, and a
     * repeated delivery is another entry. It logs no outage, because this connection does.
     */
    public RedisConnection forRelay() {
        Duration own = settings.commandTimeout();
        Duration longer = own.compareTo(RedisSettings.RELAY_TIMEOUT) < 0 ? RedisSettings.RELAY_TIMEOUT : own;
        RedisSettings patient = settings.withCommandTimeout(longer).withPoolSize(RELAY_POOL_SIZE);
        RedisConnection relay =
                new RedisConnection(patient, newPool(patient, RedisConnectionPool.MAX_UNTESTED_IDLE), false);
        if (commands.state() != CircuitState.CLOSED) {
            relay.commands.open();
        }
        return relay;
    }

    static RedisConnectionPool newPool(RedisSettings settings, Duration maxUntestedIdle) {
        return new RedisConnectionPool(settings.poolSize(), () -> connect(settings), maxUntestedIdle);
    }

    static ServerConnection connect(RedisSettings settings) {
        JedisClientConfig config = clientConfig(settings);
        HostAndPort place = new HostAndPort(settings.host(), settings.port());
        return new ServerConnection(new DefaultJedisSocketFactory(place, config), config);
    }

    private static JedisClientConfig clientConfig(RedisSettings settings) {
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

    /** Returns the state of the circuit breaker. Sends no command, so an open circuit stays open without other calls. */
    public CircuitState circuitState() {
        return commands.state();
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

    /** Returns the {@link ServerConnection#generation generation} of the server that ran this thread's last command. */
    String generation() {
        return commands.generation();
    }

    /** Returns the name of a key in Redis, including the prefix. */
    String key(String name) {
        return settings.keyPrefix() + name;
    }

    @Override
    public void close() {
        client.close();
        commands.close();
    }
}
