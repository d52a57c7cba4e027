package dev.roster.bootstrap.cluster;

import dev.roster.application.port.cache.UserCache.Hit;
import dev.roster.application.port.cache.UserCache.Lookup;
import dev.roster.application.port.cache.UserCache.Miss;
import java.util.Locale;

/** Counts of events in all interleavings. */
final class Statistics {

    private long interleavings;
    private long steps;
    private long reads;
    private long hits;
    private long misses;
    private long withoutCache;
    private long tombstones;

    void recordInterleaving(int stepsOfIt) {
        interleavings++;
        steps += stepsOfIt;
    }

    void recordRead() {
        reads++;
    }

    void recordLookup(Lookup found) {
        if (found instanceof Hit) {
            hits++;
        } else if (found instanceof Miss miss) {
            if (miss.lease().isPresent()) {
                misses++;
            } else {
                withoutCache++;
            }
        } else {
            tombstones++;
        }
    }

    long interleavings() {
        return interleavings;
    }

    long hits() {
        return hits;
    }

    long misses() {
        return misses;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%,d interleavings of %,d steps, %,d reads checked (%,d hits, %,d misses, %,d without the cache,"
                        + " %,d tombstones), stale: 0",
                interleavings,
                steps,
                reads,
                hits,
                misses,
                withoutCache,
                tombstones);
    }
}
