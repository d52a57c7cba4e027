package dev.roster.testkit.conformance.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.testkit.conformance.Rendezvous;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * Threads that repeat an attempt until they are stopped, and keep each result.
 *
 * @param <R> the result of an attempt
 */
public final class Writers<R> implements AutoCloseable {

    private static final int MAX_ATTEMPTS = 100_000;

    private final Queue<R> results = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> unexpected = new ConcurrentLinkedQueue<>();
    private final CountDownLatch ended;
    private volatile boolean stopped;

    /**
     * Starts the threads.
     *
     * @param count the number of threads
     * @param attempt returns the result of an attempt; an exception that it throws fails the clause
     */
    public Writers(int count, Callable<R> attempt) {
        ended = new CountDownLatch(count);
        for (int i = 0; i < count; i++) {
            Thread thread = new Thread(() -> repeat(attempt), "writer");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void repeat(Callable<R> attempt) {
        try {
            for (int i = 0; i < MAX_ATTEMPTS && !stopped; i++) {
                results.add(attempt.call());
                LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(200)); // leaves the processor to others
            }
        } catch (Throwable failed) {
            unexpected.add(failed);
        } finally {
            ended.countDown();
        }
    }

    /** Waits until so many more attempts had such a result. */
    public void await(Predicate<R> result, int more) {
        long before = results.stream().filter(result).count();
        long end = System.nanoTime() + Rendezvous.TIMEOUT.toNanos();
        while (results.stream().filter(result).count() < before + more) {
            assertNothingUnexpected();
            assertThat(System.nanoTime())
                    .as("%s more results of this kind within %s", more, Rendezvous.TIMEOUT)
                    .isLessThan(end);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }

    private void assertNothingUnexpected() {
        if (!unexpected.isEmpty()) {
            throw new AssertionError("a call failed with another exception than promised", unexpected.peek());
        }
    }

    /** Stops the threads, and returns all results. */
    public List<R> stop() throws InterruptedException {
        stopped = true;
        assertThat(ended.await(Rendezvous.TIMEOUT.toSeconds(), TimeUnit.SECONDS))
                .as("the calls end within %s", Rendezvous.TIMEOUT)
                .isTrue();
        assertNothingUnexpected();
        return new ArrayList<>(results);
    }

    @Override
    public void close() {
        stopped = true;
    }
}
