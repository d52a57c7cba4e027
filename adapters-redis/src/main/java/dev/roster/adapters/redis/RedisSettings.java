package dev.roster.adapters.redis;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a Redis is, how to log in, and how it is used. {@link #toString} shows no secret.
 *
 * @param host its name or address
 * @param port where it listens
 * @param tls whether the connection is encrypted, and the server's certificate and name checked
 * @param user who logs in, or {@code null} for the default user
 * @param password their password, or {@code null} for none
 * @param database the number of the database
 * @param keyPrefix what every key begins with; empty unless several share one database, as tests do
 * @param commandTimeout how long a call may take, everything included, before it is given up
 * @param poolSize the most connections used at once
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
     * The patience of whoever does not ask for more. A request makes at most two calls that can both fail, around a
     * change, so it is held up by 40 milliseconds, which leaves 10 of 50 for threads to wake up.
     */
    public static final Duration DEFAULT_COMMAND_TIMEOUT = Duration.ofMillis(20);

    /** The connections of whoever does not ask for more or fewer. */
    public static final int DEFAULT_POOL_SIZE = 16;

    /**
     * @throws IllegalArgumentException if there is no connection or less than a millisecond of patience
     */
    public RedisSettings {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(keyPrefix, "keyPrefix");
        if (commandTimeout.toMillis() < 1) {
            throw new IllegalArgumentException("patience must be at least a millisecond, was " + commandTimeout);
        }
        if (poolSize < 1) {
            throw new IllegalArgumentException("connections must be at least 1, was " + poolSize);
        }
    }

    /**
     * Reads {@code redis://user:password@host:port/database}, with {@code rediss} for TLS. User, password, port and
     * database may be left out; what is special in user and password is percent-encoded.
     *
     * @throws IllegalArgumentException if it is no such URL; the message quotes none of it
     */
    public static RedisSettings parse(String url) {
        return RedisUrl.parse(url);
    }

    /** The same with another patience. */
    public RedisSettings withCommandTimeout(Duration changed) {
        return new RedisSettings(host, port, tls, user, password, database, keyPrefix, changed, poolSize);
    }

    /** The same with another number of connections. */
    public RedisSettings withPoolSize(int changed) {
        return new RedisSettings(host, port, tls, user, password, database, keyPrefix, commandTimeout, changed);
    }

    /** The same with another beginning of every key. */
    public RedisSettings withKeyPrefix(String changed) {
        return new RedisSettings(host, port, tls, user, password, database, changed, commandTimeout, poolSize);
    }

    /** Where it is, for the log. */
    String hostAndPort() {
        return host + ":" + port;
    }

    @Override
    public String toString() {
        return "RedisSettings[" + (tls ? "rediss://" : "redis://") + hostAndPort() + "/" + database + "]";
    }
}
