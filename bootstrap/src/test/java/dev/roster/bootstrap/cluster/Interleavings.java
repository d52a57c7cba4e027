package dev.roster.bootstrap.cluster;

import java.util.function.Supplier;

/** Runs many interleavings. The system property {@code interleavings.seed} repeats a single one. */
final class Interleavings {

    private static final int REPORT_INTERVAL = 1_000;

    private Interleavings() {}

    /**
     * Runs the interleavings one after another.
     *
     * @param where name for the summary
     * @param firstSeed seed of the first interleaving; each further one adds 1
     * @param ground creates the shared resources of one interleaving
     * @throws AssertionError if a read is stale; the message has the seed and the schedule
     */
    static Statistics run(String where, int count, long firstSeed, Supplier<InterleavingFixture> ground) {
        Long only = Long.getLong("interleavings.seed");
        long first = only == null ? firstSeed : only;
        long end = only == null ? firstSeed + count : only + 1;
        Statistics tally = new Statistics();
        for (long seed = first; seed < end; seed++) {
            new Interleaving(seed, ground.get(), tally).run();
            if (tally.interleavings() % REPORT_INTERVAL == 0 && seed + 1 < end) {
                System.out.println(where + ": " + tally + ", seeds from " + first);
            }
        }
        System.out.println(where + ": " + tally + ", seeds " + first + " to " + (end - 1));
        return tally;
    }
}
