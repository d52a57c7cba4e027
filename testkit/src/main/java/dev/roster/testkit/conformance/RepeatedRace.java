package dev.roster.testkit.conformance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAccumulator;

/**
 * Repeats a race many times, for clauses about calls that must be atomic. A fault that needs an unlucky moment, such as
 * a check that is followed by a write, is then found almost surely, although the contract does not know where that
 * moment is: each round delays its calls by random parts of the time that a call takes.
 */
public final class RepeatedRace {

    private static final int FIRST_BATCH = 32;

    /** Rounds of calls that each take longer than this have a wider moment of bad luck, so that fewer suffice. */
    private static final long SLOW_CALL_NANOS = 20_000;

    private static final int ROUNDS_OF_SLOW_CALLS = 256;
    private static final int LARGEST_BATCH = 8_192;
    private static final int SPINS_BEFORE_YIELD = 200;

    private final int maxRounds;
    private final Duration limit;

    private RepeatedRace(int maxRounds, Duration limit) {
        this.maxRounds = maxRounds;
        this.limit = limit;
    }

    /**
     * Returns a race that is repeated until one of the limits is reached, at least 32 times unless {@code maxRounds} is
     * smaller. Calls that wait for a network are repeated a few hundred times.
     *
     * @param maxRounds about how many rounds take place at most
     * @param limit the time after which no more rounds are prepared
     */
    public static RepeatedRace of(int maxRounds, Duration limit) {
        return new RepeatedRace(maxRounds, limit);
    }

    /**
     * One round.
     *
     * @param calls the calls to run at once, each on a thread of its own; as many in each round
     * @param check asserts what holds afterwards
     */
    public record Round(List<Callable<?>> calls, Callable<?> check) {}

    /**
     * Runs rounds in batches: prepares each round of a batch, runs them one after the other, and checks all.
     *
     * @param rounds returns each round, with data of its own
     * @return the number of rounds
     * @throws AssertionError if a check fails, a call throws, or a call does not end within {@link Rendezvous#TIMEOUT}
     */
    public int run(Callable<Round> rounds) throws Exception {
        return run(rounds, () -> null);
    }

    /**
     * Runs rounds in batches of at most {@value #LARGEST_BATCH} rounds.
     *
     * @param rounds returns each round, with data of its own
     * @param beforeBatch removes the data of earlier batches
     * @return the number of rounds
     * @throws AssertionError if a check fails, a call throws, or a call does not end within {@link Rendezvous#TIMEOUT}
     */
    public int run(Callable<Round> rounds, Callable<?> beforeBatch) throws Exception {
        long end = System.nanoTime() + limit.toNanos();
        int done = 0;
        int enough = maxRounds;
        int first = Math.min(FIRST_BATCH, maxRounds);
        for (int size = first; done == 0 || (done < enough && System.nanoTime() < end); size = next(size)) {
            beforeBatch.call();
            List<Round> batch = new ArrayList<>();
            for (int i = 0; i < size && (i < FIRST_BATCH || System.nanoTime() < end); i++) {
                batch.add(rounds.call());
            }
            Track track = new Track(batch);
            Rendezvous.run(track.lanes, track::lane).forEach(Rendezvous.Outcome::get);
            for (Round round : batch) {
                round.check().call();
            }
            done += batch.size();
            if (track.fastestNanos() > SLOW_CALL_NANOS) {
                enough = Math.min(enough, ROUNDS_OF_SLOW_CALLS);
            }
        }
        return done;
    }

    private static int next(int size) {
        return Math.min(4 * size, LARGEST_BATCH);
    }

    /** The rounds of one batch. */
    private static final class Track {

        /** Elements of one lane's counters apart, so that two lanes do not share a cache line. */
        private static final int STRIDE = 16;

        private final List<Round> batch;
        private final int lanes;
        private final AtomicLongArray reached;
        private final AtomicLongArray durations;
        private final LongAccumulator fastest = new LongAccumulator(Math::min, Long.MAX_VALUE);

        Track(List<Round> batch) {
            this.batch = batch;
            lanes = batch.get(0).calls().size();
            reached = new AtomicLongArray(lanes * STRIDE);
            durations = new AtomicLongArray(lanes * STRIDE);
        }

        Callable<Void> lane(int lane) {
            return () -> {
                try {
                    for (int i = 0; i < batch.size(); i++) {
                        reached.set(lane * STRIDE, i + 1);
                        awaitOthers(i + 1);
                        run(lane, batch.get(i).calls().get(lane));
                    }
                } finally {
                    reached.set(lane * STRIDE, Long.MAX_VALUE);
                }
                return null;
            };
        }

        private void run(int lane, Callable<?> call) throws Exception {
            ThreadLocalRandom random = ThreadLocalRandom.current();
            long start = System.nanoTime();
            if (random.nextBoolean()) {
                long from = start + random.nextLong(longest() + 1);
                do {
                    start = System.nanoTime();
                } while (start < from);
            }
            call.call();
            long duration = System.nanoTime() - start;
            fastest.accumulate(duration);
            // A thread that had to wait for the processor says nothing about the call.
            durations.set(lane * STRIDE, Math.min(duration, 2 * durations.get(lane * STRIDE) + 1_000));
        }

        long fastestNanos() {
            return fastest.get();
        }

        private long longest() {
            long longest = 0;
            for (int lane = 0; lane < lanes; lane++) {
                longest = Math.max(longest, durations.get(lane * STRIDE));
            }
            return longest;
        }

        @SuppressWarnings("ThreadPriorityCheck") // only saves time: the result does not depend on the scheduler
        private void awaitOthers(int round) {
            long end = System.nanoTime() + Rendezvous.TIMEOUT.toNanos();
            for (int lane = 0; lane < lanes; lane++) {
                for (int spins = 0; reached.get(lane * STRIDE) < round; spins++) {
                    if (spins < SPINS_BEFORE_YIELD) {
                        Thread.onSpinWait();
                    } else if (System.nanoTime() > end) {
                        throw new AssertionError("another call did not end within " + Rendezvous.TIMEOUT);
                    } else {
                        Thread.yield();
                    }
                }
            }
        }
    }
}
