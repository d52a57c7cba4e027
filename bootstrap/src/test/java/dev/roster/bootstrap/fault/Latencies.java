package dev.roster.bootstrap.fault;

import java.time.Duration;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAccumulator;

/** Latencies of one phase, and the age of the most outdated value read. Safe for use by multiple threads. */
final class Latencies {

    private final Queue<Long> latencyNanos = new ConcurrentLinkedQueue<>();
    private final LongAccumulator maxStaleNanos = new LongAccumulator(Math::max, 0);
    private final long startNanos = System.nanoTime();

    void add(long taken) {
        latencyNanos.add(taken);
    }

    /**
     * Records a stale response.
     *
     * @param since time from the acknowledgment of the newer value to the request
     */
    void addStale(long since) {
        maxStaleNanos.accumulate(since);
    }

    /** Returns whether the phase has at least the given duration and number of responses. */
    boolean isComplete(Duration time, int answers) {
        return System.nanoTime() - startNanos >= time.toNanos() && latencyNanos.size() >= answers;
    }

    Duration percentile(double percent) {
        long[] sorted =
                latencyNanos.stream().mapToLong(Long::longValue).sorted().toArray();
        int index = (int) Math.ceil(sorted.length * percent / 100) - 1;
        return Duration.ofNanos(sorted[Math.max(index, 0)]);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d responses, p50 %.1f ms, p99 %.1f ms, longest %.1f ms, values stale for at most %.1f ms",
                latencyNanos.size(),
                millis(percentile(50)),
                millis(percentile(99)),
                millis(percentile(100)),
                millis(Duration.ofNanos(maxStaleNanos.get())));
    }

    static double millis(Duration time) {
        return time.toNanos() / 1e6;
    }
}
