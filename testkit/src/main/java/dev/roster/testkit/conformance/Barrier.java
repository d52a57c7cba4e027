package dev.roster.testkit.conformance;

import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Point where the tasks of one {@link Rendezvous} wait for each other, as often as they like. Tasks that have ended or
 * failed are not waited for, so one failure does not block the others. It does not decide which task continues first:
 * to order two tasks, run one inside the other with {@link Rendezvous#runOnOtherThread}.
 */
public final class Barrier {

    /** Enough for tasks that arrive within a millisecond or so. */
    private static final int SPINS = 2_000;

    private final Phaser phaser;

    Barrier(int parties) {
        phaser = new Phaser(parties);
    }

    /**
     * Waits until all other running tasks have called this method, too.
     *
     * @throws AssertionError if they do not within {@link Rendezvous#TIMEOUT}
     */
    public void await() throws InterruptedException {
        int phase = phaser.arrive();
        // A thread that was parked continues so late that short calls of the others would have ended before.
        for (int spin = 0; spin < SPINS && phaser.getPhase() == phase; spin++) {
            Thread.onSpinWait();
        }
        try {
            phaser.awaitAdvanceInterruptibly(phase, Rendezvous.TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException alone) {
            throw new AssertionError("the other tasks did not reach the barrier within " + Rendezvous.TIMEOUT, alone);
        }
    }

    void deregister() {
        phaser.arriveAndDeregister();
    }
}
