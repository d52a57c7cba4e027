package dev.roster.bootstrap.cluster;

import dev.roster.application.port.cache.UserCache.Lookup;
import dev.roster.application.port.cache.UserCache.Miss;
import java.util.Map;
import java.util.TreeMap;

/** Counts of events in all interleavings. */
final class Statistics {

    static final String HITS = "Hit";
    static final String MISSES = "Miss";

    private final Map<String, Integer> counts = new TreeMap<>();

    void add(String event, int count) {
        counts.merge(event, count, Integer::sum);
    }

    void addLookup(Lookup found) {
        boolean unreachable = found instanceof Miss miss && miss.lease().isEmpty();
        add(unreachable ? "cache unreachable" : found.getClass().getSimpleName(), 1);
    }

    int count(String event) {
        return counts.getOrDefault(event, 0);
    }

    @Override
    public String toString() {
        return "no stale read in " + counts;
    }
}
