package dev.roster.testkit.server;

/**
 * What the keys of one test begin with. Closing it deletes them.
 *
 * @param value the beginning of each key
 * @param discard deletes all keys that begin so
 */
public record RedisPrefix(String value, Runnable discard) implements AutoCloseable {

    /** Deletes the keys, as a server that is restarted empty loses them. */
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
