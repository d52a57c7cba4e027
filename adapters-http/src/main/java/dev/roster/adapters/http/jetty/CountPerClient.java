package dev.roster.adapters.http.jetty;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Numbers of things that clients hold, bounded for each client. Safe for use by multiple threads. */
final class CountPerClient {

    private final long max;
    private final Map<String, Long> counts = new ConcurrentHashMap<>();

    CountPerClient(long max) {
        this.max = max;
    }

    /** Adds an amount, or returns false and changes nothing if the client would exceed its maximum. */
    boolean tryAdd(String client, long amount) {
        AtomicBoolean added = new AtomicBoolean();
        counts.compute(client, (same, held) -> {
            long before = held == null ? 0 : held;
            added.set(before <= max - amount);
            return added.get() ? Long.valueOf(before + amount) : held;
        });
        return added.get();
    }

    /** Removes an amount that was added. */
    void remove(String client, long amount) {
        counts.computeIfPresent(client, (same, held) -> held <= amount ? null : held - amount);
    }

    long of(String client) {
        return counts.getOrDefault(client, 0L);
    }
}
