package dev.roster.bootstrap.fault;

import java.time.Duration;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAccumulator;

/** How long the answers of one phase took, and how old the oldest value was that they held. Safe for use by many threads. */
final class Latencies {

    private final Queue<Long> latencyNanos = new ConcurrentLinkedQueue<>();
    private final LongAccumulator maxStaleNanos = new LongAccumulator(Math::max, 0);
    private final long startNanos = System.nanoTime();

    void add(long taken) {
        latencyNanos.add(taken);
    }

    /**
     * Notes an answer that was no longer so.
     *
     * @param since how long before the question the change had been acknowledged
     */
    void addStale(long since) {
        maxStaleNanos.accumulate(since);
    }

    /** Whether it lasted that long, and saw that many answers. */
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
                "%d answers, p50 %.1f ms, p99 %.1f ms, longest %.1f ms, a value outdated for %.1f ms at most",
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
