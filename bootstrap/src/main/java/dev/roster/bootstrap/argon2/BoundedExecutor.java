package dev.roster.bootstrap.argon2;

import dev.roster.application.port.security.PasswordHasherBusyException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Executor with a limited number of threads and a limited queue, of which a part is reserved. Reserved computations run
 * before the others. Rejects further computations.
 */
final class BoundedExecutor implements AutoCloseable {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final ThreadPoolExecutor threads;
    private final Semaphore places;
    private final Semaphore generalPlaces;
    private final AtomicLong arrivals = new AtomicLong();

    /** Creates an executor that reserves a quarter of its queue. */
    BoundedExecutor(int atOnce, int waiting) {
        places = new Semaphore(atOnce + waiting);
        generalPlaces = new Semaphore(atOnce + waiting - waiting / 4);
        // The queue itself has no limit; the places are counted.
        threads = new ThreadPoolExecutor(
                atOnce, atOnce, 30, TimeUnit.SECONDS, new PriorityBlockingQueue<>(11, Computation::compare), work -> {
                    Thread thread = new Thread(work, "password-hasher");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Runs a computation and returns its result.
     *
     * @throws PasswordHasherBusyException if the general part of the queue is full, or the caller is interrupted while
     *     it waits; the interrupt status stays set
     */
    <T> T run(Callable<T> computation) {
        return run(false, computation);
    }

    /** Same, before the computations that are not reserved, and also in the reserved part of the queue. */
    <T> T runReserved(Callable<T> computation) {
        return run(true, computation);
    }

    private <T> T run(boolean reserved, Callable<T> computation) {
        if (!reserved && !generalPlaces.tryAcquire()) {
            throw new PasswordHasherBusyException(RETRY_AFTER);
        }
        try {
            return runInPlace(new Computation<>(reserved, arrivals.incrementAndGet(), computation));
        } finally {
            if (!reserved) {
                generalPlaces.release();
            }
        }
    }

    private <T> T runInPlace(Computation<T> task) {
        if (!places.tryAcquire()) {
            throw new PasswordHasherBusyException(RETRY_AFTER);
        }
        try {
            threads.execute(task);
            return task.get();
        } catch (RejectedExecutionException closed) {
            throw new PasswordHasherBusyException(RETRY_AFTER);
        } catch (InterruptedException interrupted) {
            task.cancel(false);
            threads.purge();
            Thread.currentThread().interrupt();
            throw new PasswordHasherBusyException(RETRY_AFTER);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException("the hash computation failed", failed.getCause());
        } finally {
            places.release();
        }
    }

    /** Returns the number of waiting computations. */
    int queueSize() {
        return threads.getQueue().size();
    }

    /** Returns the number of running computations. */
    int running() {
        return threads.getActiveCount();
    }

    /** Rejects new computations and ends the threads after the waiting ones. */
    @Override
    public void close() {
        threads.shutdown();
    }

    /** A computation in the queue. */
    private static final class Computation<T> extends FutureTask<T> {

        private final boolean reserved;
        private final long arrival;

        Computation(boolean reserved, long arrival, Callable<T> computation) {
            super(computation);
            this.reserved = reserved;
            this.arrival = arrival;
        }

        private static int compare(Runnable one, Runnable other) {
            Computation<?> left = (Computation<?>) one;
            Computation<?> right = (Computation<?>) other;
            return left.reserved == right.reserved
                    ? Long.compare(left.arrival, right.arrival)
                    : Boolean.compare(right.reserved, left.reserved);
        }
    }
}
