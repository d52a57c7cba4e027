package dev.roster.testkit.contract.storage.transaction;

import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.conformance.Barrier;
import dev.roster.testkit.conformance.Rendezvous;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Call of another thread during a transaction, which may have to wait for the end of the transaction. */
final class MeanwhileCall<T> {

    /** Reads of the transaction that take longer than the statements of a call before the one that waits. */
    private static final int ENOUGH_READS = 16;

    private static final long ENOUGH_NANOS = 2_000_000;
    private static final int POLLS_OF_WAITING = 3;
    private static final UserId UNKNOWN = new UserId(UserId.MAX);

    private final Callable<T> call;
    private final AtomicBoolean met = new AtomicBoolean();
    private volatile @Nullable Thread calling;
    private volatile boolean ended;

    MeanwhileCall(Callable<T> call) {
        this.call = call;
    }

    /** Returns the call, to be made when another thread has arrived at the barrier as well. */
    Callable<T> after(Barrier barrier) {
        return () -> {
            try {
                barrier.await();
                calling = Thread.currentThread();
                return call.call();
            } finally {
                ended = true;
            }
        };
    }

    /**
     * Arrives at the barrier, and returns when the call has ended, or its thread waits. A thread that waits for an
     * answer of a server cannot be told from one that works: then it returns after some reads of the transaction.
     */
    @SuppressWarnings("ThreadPriorityCheck") // only lets the other thread run
    void letRun(Barrier barrier, UnitOfWork unit) throws Exception {
        if (met.getAndSet(true)) {
            return; // The storage runs the work of the transaction again.
        }
        barrier.await();
        long end = System.nanoTime() + Rendezvous.TIMEOUT.toNanos();
        while (calling == null && !ended && System.nanoTime() < end) {
            Thread.yield();
        }
        long start = System.nanoTime();
        int reads = 0;
        int waiting = 0;
        while (!ended
                && waiting < POLLS_OF_WAITING
                && (reads < ENOUGH_READS || System.nanoTime() - start < ENOUGH_NANOS)) {
            Thread thread = calling;
            waiting = thread != null && waits(thread) ? waiting + 1 : 0;
            if (waiting == 0) {
                unit.users().findById(UNKNOWN);
                reads++;
            }
            Thread.yield();
        }
    }

    private static boolean waits(Thread thread) {
        return switch (thread.getState()) {
            case BLOCKED, WAITING, TIMED_WAITING -> true;
            default -> false;
        };
    }
}
