package dev.roster.adapters.redis;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Location of a Redis server, credentials, and limits. {@link #toString} shows no secret.
 *
 * @param host name or IP address of the server
 * @param port port of the server
 * @param tls whether the connection is encrypted and the server's certificate and name are verified
 * @param user the user name, or {@code null} for the default user
 * @param password the password, or {@code null} for none
 * @param database the number of the database
 * @param keyPrefix the prefix of every key; empty unless several share one database, as tests do
 * @param commandTimeout how long a call may take in total before it is given up
 * @param poolSize the maximum number of connections used at once
 */
public record RedisSettings(
        String host,
        int port,
        boolean tls,
        @Nullable String user,
        @Nullable String password,
        int database,
        String keyPrefix,
        Duration commandTimeout,
        int poolSize) {

    /**
     * The command timeout if none is given. A request makes at most two calls that can both fail, around a change. They
     * delay it by 40 milliseconds, which leaves 10 of 50 for threads to wake up.
     */
    public static final Duration DEFAULT_COMMAND_TIMEOUT = Duration.ofMillis(20);

    /** The command timeout of {@linkplain RedisConnection#forRelay background deliveries}, unless another is longer. */
    public static final Duration RELAY_TIMEOUT = Duration.ofSeconds(2);

    /** The number of connections if none is given. */
    public static final int DEFAULT_POOL_SIZE = 16;

    /**
     * Checks the limits.
     *
     * @throws IllegalArgumentException if the pool size is less than 1 or the command timeout less than a millisecond
     */
    public RedisSettings {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(keyPrefix, "keyPrefix");
        if (commandTimeout.toMillis() < 1) {
            throw new IllegalArgumentException("command timeout must be at least 1 ms, but was " + commandTimeout);
        }
        if (poolSize < 1) {
            throw new IllegalArgumentException("pool size must be at least 1, but was " + poolSize);
        }
    }

    /**
     * Parses {@code redis://user:password@host:port/database}, with {@code rediss} for TLS. User, password, port and
     * database are optional; special characters in user and password are percent-encoded.
     *
     * @throws IllegalArgumentException if the URL does not have this form; the message quotes none of it
     */
    public static RedisSettings parse(String url) {
        return RedisUrl.parse(url);
    }

    /** Returns the same settings with another command timeout. */
    public RedisSettings withCommandTimeout(Duration changed) {
        return new RedisSettings(host, port, tls, user, password, database, keyPrefix, changed, poolSize);
    }

    /** Returns the same settings with another pool size. */
    public RedisSettings withPoolSize(int changed) {
        return new RedisSettings(host, port, tls, user, password, database, keyPrefix, commandTimeout, changed);
    }

    /** Returns the same settings with another key prefix. */
    public RedisSettings withKeyPrefix(String changed) {
        return new RedisSettings(host, port, tls, user, password, database, changed, commandTimeout, poolSize);
    }

    /** Returns the same settings with another database. */
    RedisSettings withDatabase(int changed) {
        return new RedisSettings(host, port, tls, user, password, changed, keyPrefix, commandTimeout, poolSize);
    }

    /** Returns host and port for the log. */
    String hostAndPort() {
        return host + ":" + port;
    }

    @Override
    public String toString() {
        return "RedisSettings[" + (tls ? "rediss://" : "redis://") + hostAndPort() + "/" + database + "]";
    }
}
