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

/** Brings threads together for clauses about concurrency. Every wait is bounded: who hangs fails. */
public final class Rendezvous {

    /** The longest wait for anybody. */
    public static final Duration TIMEOUT = Duration.ofSeconds(60);

    private Rendezvous() {}

    /**
     * Runs {@code count} tasks, each on a thread of its own, all starting at once.
     *
     * @param task makes the task of each number from 0
     * @return how each ended, in the order of their numbers
     * @throws AssertionError if one does not end
     */
    public static <T> List<Outcome<T>> run(int count, IntFunction<Callable<T>> task) throws InterruptedException {
        return runWithBarrier(count, point -> task);
    }

    /**
     * Runs tasks as {@link #run} does, which may meet again on the way.
     *
     * @param tasks makes the task of each number from 0, given the point where they meet
     * @return how each ended, in the order of their numbers
     * @throws AssertionError if one does not end
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
     * @throws AssertionError if it does not end
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
            throw new AssertionError("no end after " + TIMEOUT, hung);
        }
    }

    /**
     * How a task ended: with a value or a failure.
     *
     * @param value what it returned; {@code null} if it failed or returned {@code null}
     * @param thrown what it threw; {@code null} if it did not
     */
    public record Outcome<T>(@Nullable T value, @Nullable Throwable thrown) {

        /** Whether it returned. */
        public boolean succeeded() {
            return thrown == null;
        }

        /** What it threw; empty if it returned. */
        public Optional<Throwable> failure() {
            return Optional.ofNullable(thrown);
        }

        /**
         * What it returned.
         *
         * @throws AssertionError if it failed
         */
        @SuppressWarnings("NullAway") // null only where the task itself returned null
        public T get() {
            if (thrown != null) {
                throw new AssertionError("failed on another thread", thrown);
            }
            return value;
        }
    }
}
