package dev.roster.testkit.conformance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks on several threads at once, for clauses about concurrency. Every wait has a limit: a task that hangs
 * fails.
 */
public final class Rendezvous {

    /** The longest wait for a task. */
    public static final Duration TIMEOUT = Duration.ofSeconds(60);

    private Rendezvous() {}

    /**
     * Runs {@code count} tasks, each on a thread of its own. All start at the same time.
     *
     * @param task returns the task for each number from 0
     * @return how each task ended, in the order of their numbers
     * @throws AssertionError if a task does not end within {@link #TIMEOUT}
     */
    public static <T> List<Outcome<T>> run(int count, IntFunction<Callable<T>> task) throws InterruptedException {
        return runWithBarrier(count, point -> task);
    }

    /**
     * Runs tasks as {@link #run} does. The tasks can wait for each other again at a barrier.
     *
     * @param tasks returns the task for each number from 0, given the barrier
     * @return how each task ended, in the order of their numbers
     * @throws AssertionError if a task does not end within {@link #TIMEOUT}
     */
    public static <T> List<Outcome<T>> runWithBarrier(int count, Function<Barrier, IntFunction<Callable<T>>> tasks)
            throws InterruptedException {
        Barrier point = new Barrier(count);
        IntFunction<Callable<T>> task = tasks.apply(point);
        List<FutureTask<T>> running = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Callable<T> body = task.apply(i);
            running.add(start(() -> {
                try {
                    point.await();
                    return body.call();
                } finally {
                    point.deregister();
                }
            }));
        }
        List<Outcome<T>> outcomes = new ArrayList<>();
        for (FutureTask<T> each : running) {
            outcomes.add(outcome(each));
        }
        return outcomes;
    }

    /**
     * Runs one task on another thread and waits for it.
     *
     * @return how it ended
     * @throws AssertionError if it does not end within {@link #TIMEOUT}
     */
    public static <T> Outcome<T> runOnOtherThread(Callable<T> task) throws InterruptedException {
        return outcome(start(task));
    }

    private static <T> FutureTask<T> start(Callable<T> task) {
        FutureTask<T> future = new FutureTask<>(task);
        Thread thread = new Thread(future, "rendezvous");
        thread.setDaemon(true);
        thread.start();
        return future;
    }

    private static <T> Outcome<T> outcome(FutureTask<T> future) throws InterruptedException {
        try {
            return new Outcome<>(future.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS), null);
        } catch (ExecutionException failed) {
            return new Outcome<>(null, failed.getCause());
        } catch (TimeoutException hung) {
            future.cancel(true);
            throw new AssertionError("the task did not end within " + TIMEOUT, hung);
        }
    }

    /**
     * Outcome of a task: a value or a failure.
     *
     * @param value what the task returned; {@code null} if it failed or returned {@code null}
     * @param thrown what the task threw; {@code null} if it returned
     */
    public record Outcome<T>(@Nullable T value, @Nullable Throwable thrown) {

        /** Returns whether the task returned. */
        public boolean succeeded() {
            return thrown == null;
        }

        /** Returns what the task threw; empty if it returned. */
        public Optional<Throwable> failure() {
            return Optional.ofNullable(thrown);
        }

        /**
         * Returns what the task returned.
         *
         * @throws AssertionError if the task failed; the message contains the type and message of the failure
         */
        @SuppressWarnings("NullAway") // null only where the task itself returned null
        public T get() {
            if (thrown != null) {
                throw new AssertionError("failed on another thread: " + thrown, thrown);
            }
            return value;
        }
    }
}
