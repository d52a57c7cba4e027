package dev.roster.testkit.server;

/**
 * Key prefix for a single test. Closing it deletes all keys with the prefix.
 *
 * @param value the prefix
 * @param discard deletes all keys with the prefix
 */
public record RedisPrefix(String value, Runnable discard) implements AutoCloseable {

    /** Deletes all keys with the prefix, like the restart of a server without persistence. */
    public void clear() {
        discard.run();
    }

    @Override
    public void close() {
        discard.run();
    }

    @Override
    public String toString() {
        return value;
    }
}
