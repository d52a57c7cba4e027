package dev.roster.bootstrap.argon2;

import dev.roster.application.port.security.PasswordHasherBusyException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Executor with a limited number of threads and a limited queue. Rejects further computations. */
final class BoundedExecutor implements AutoCloseable {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final ThreadPoolExecutor threads;

    BoundedExecutor(int atOnce, int waiting) {
        threads = new ThreadPoolExecutor(
                atOnce, atOnce, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(waiting), work -> {
                    Thread thread = new Thread(work, "password-hasher");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Runs a computation and returns its result.
     *
     * @throws PasswordHasherBusyException if the queue is full, or the caller is interrupted while it waits; the
     *     interrupt status stays set
     */
    <T> T run(Callable<T> computation) {
        FutureTask<T> task = new FutureTask<>(computation);
        try {
            threads.execute(task);
        } catch (RejectedExecutionException full) {
            throw new PasswordHasherBusyException(RETRY_AFTER);
        }
        try {
            return task.get();
        } catch (InterruptedException interrupted) {
            cancel(task);
            Thread.currentThread().interrupt();
            throw new PasswordHasherBusyException(RETRY_AFTER);
        } catch (ExecutionException failed) {
            throw new IllegalStateException("the hash computation failed", failed.getCause());
        }
    }

    /** Returns the number of waiting computations. */
    int queueSize() {
        return threads.getQueue().size();
    }

    private void cancel(Future<?> task) {
        task.cancel(false);
        threads.purge();
    }

    /** Rejects new computations and ends the threads after the waiting ones. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
