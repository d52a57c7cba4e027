package dev.roster.testkit.conformance;

import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Where the tasks of one {@link Rendezvous} wait for each other, as often as they like. Who has ended, or failed, is not
 * waited for, so that one failure does not make the others hang.
 */
public final class Barrier {

    private final Phaser phaser;

    Barrier(int parties) {
        phaser = new Phaser(parties);
    }

    /**
     * Waits until all others that still run are here too.
     *
     * @throws AssertionError if they do not come
     */
    public void await() throws InterruptedException {
        try {
            phaser.awaitAdvanceInterruptibly(phaser.arrive(), Rendezvous.TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException alone) {
            throw new AssertionError("the others did not come within " + Rendezvous.TIMEOUT, alone);
        }
    }

    void deregister() {
        phaser.arriveAndDeregister();
    }
}
