package dev.roster.testkit.contract.storage.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.port.storage.StorageUnavailableException;
import dev.roster.application.port.storage.TransactionConflictException;
import dev.roster.testkit.conformance.Capability;
import dev.roster.testkit.conformance.Rendezvous;
import dev.roster.testkit.conformance.Rendezvous.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Race of a reader with a writer. It lasts until the reader has seen so many changes that a read in two steps is almost
 * certainly interrupted by one: at least {@value #FEWEST_CHANGES}, more if they take little time. The number of changes
 * counts, not the time or the number of reads, because threads may take turns on a busy computer.
 */
public final class ReadRace {

    private static final int FEWEST_CHANGES = 25;
    private static final int MOST_CHANGES = 1_000;
    private static final Duration ENOUGH = Duration.ofMillis(40);
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private final Capability readsDuringWrites;
    private final AtomicBoolean ended = new AtomicBoolean();

    /**
     * Creates a race.
     *
     * @param readsDuringWrites whether reads proceed during the transactions of another client
     */
    public ReadRace(Capability readsDuringWrites) {
        this.readsDuringWrites = readsDuringWrites;
    }

    /**
     * Runs the race. Both may be rejected because of conflicts; reads only if the storage declares that they do not
     * proceed during writes.
     *
     * @param write makes a change, given its number from 0
     * @param read reads and asserts, given its number from 0; returns what differs after each change
     */
    public void run(Step<?> write, Step<?> read) throws InterruptedException {
        List<Outcome<Integer>> outcomes =
                Rendezvous.run(2, i -> () -> i == 0 ? writeUntilEnd(write) : readUntilEnough(read));

        outcomes.forEach(Outcome::get);
        assertThat(outcomes.get(1).get()).as("changes seen by the reader").isPositive();
    }

    private int writeUntilEnd(Step<?> write) throws Exception {
        try {
            int number = 0;
            for (; !ended.get(); number++) {
                attempt(write, number, false);
            }
            return number;
        } finally {
            ended.set(true);
        }
    }

    private int readUntilEnough(Step<?> read) throws Exception {
        try {
            long start = System.nanoTime();
            Object last = null;
            int changes = 0;
            for (int number = 0; !ended.get() && !isEnough(changes, System.nanoTime() - start); number++) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("the reader saw " + changes + " changes until its time was over");
                }
                Object seen = attempt(read, number, !readsDuringWrites.isSupported());
                if (seen != null) {
                    changes += last == null || seen.equals(last) ? 0 : 1;
                    last = seen;
                }
            }
            return changes;
        } finally {
            ended.set(true);
        }
    }

    private static boolean isEnough(int changes, long nanos) {
        boolean slow = nanos > ENOUGH.toNanos();
        return changes >= (slow ? FEWEST_CHANGES : MOST_CHANGES) || (changes > 0 && nanos > LONGEST.toNanos());
    }

    private static @Nullable Object attempt(Step<?> step, int number, boolean mayBeUnavailable) throws Exception {
        try {
            return step.run(number);
        } catch (TransactionConflictException conflict) {
            return null;
        } catch (StorageUnavailableException rejected) {
            if (mayBeUnavailable) {
                return null;
            }
            throw rejected;
        }
    }

    /** One step of a thread. */
    @FunctionalInterface
    public interface Step<T> {

        /**
         * Runs the step.
         *
         * @param number number of the step, from 0
         */
        @Nullable
        T run(int number) throws Exception;
    }
}
