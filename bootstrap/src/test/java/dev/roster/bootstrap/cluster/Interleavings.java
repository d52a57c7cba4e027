package dev.roster.bootstrap.cluster;

import java.util.function.Supplier;

/** Many interleavings; the system property {@code interleavings.seed} plays one again by its seed. */
final class Interleavings {

    private static final int REPORT_INTERVAL = 1_000;

    private Interleavings() {}

    /**
     * Plays them one after the other.
     *
     * @param where for the summary
     * @param firstSeed of the first; the others follow it
     * @param ground makes what the nodes of one interleaving share
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
