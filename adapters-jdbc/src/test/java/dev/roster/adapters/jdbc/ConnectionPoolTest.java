package dev.roster.adapters.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roster.application.port.storage.StorageUnavailableException;
import dev.roster.testkit.conformance.Rendezvous;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A pool with one connection to an in-memory database. */
class ConnectionPoolTest {

    private final EmptyDatabase empty = EmptyDatabase.h2InMemory();
    private final ConnectionPool pool = ConnectionPool.open(empty.database().withPoolSize(1));

    @AfterEach
    void close() {
        pool.close();
        empty.close();
    }

    @Test
    void servesCallersInArrivalOrder() throws InterruptedException {
        List<String> served = new CopyOnWriteArrayList<>();
        Connection held = pool.acquire();
        Thread first = startedAndWaiting(() -> acquireAndRelease("first", served));
        Thread second = startedAndWaiting(() -> acquireAndRelease("second", served));

        pool.release(held);
        acquireAndRelease("the thread that released it", served);

        first.join(Rendezvous.TIMEOUT.toMillis());
        second.join(Rendezvous.TIMEOUT.toMillis());
        assertThat(served).containsExactly("first", "second", "the thread that released it");
    }

    @Test
    void reportsExhaustedPool() {
        Connection held = pool.acquire();

        assertThatThrownBy(pool::acquire)
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessage("all 1 connections to the database are in use");

        pool.release(held);
        pool.release(pool.acquire());
    }

    @Test
    void reportsInterruptionWithoutLosingConnection() throws InterruptedException {
        List<String> served = new CopyOnWriteArrayList<>();
        Connection held = pool.acquire();
        Thread waiting = startedAndWaiting(() -> {
            try {
                pool.acquire();
            } catch (StorageUnavailableException interrupted) {
                served.add(interrupted.getMessage() + Thread.currentThread().isInterrupted());
            }
        });

        waiting.interrupt();
        waiting.join(Rendezvous.TIMEOUT.toMillis());

        assertThat(served).containsExactly("interrupted while waiting for a connectiontrue");
        pool.release(held);
        pool.release(pool.acquire());
    }

    private void acquireAndRelease(String caller, List<String> served) {
        Connection connection = pool.acquire();
        served.add(caller);
        pool.release(connection);
    }

    private static Thread startedAndWaiting(Runnable task) {
        Thread thread = new Thread(task);
        thread.start();
        long deadline = System.nanoTime() + Rendezvous.TIMEOUT.toNanos();
        while (thread.getState() != Thread.State.TIMED_WAITING && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        return thread;
    }
}
