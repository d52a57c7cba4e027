package dev.roster.adapters.jdbc;

import static dev.roster.testkit.data.NewUserBuilder.aUser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roster.application.port.storage.StorageUnavailableException;
import dev.roster.domain.PageRequest;
import dev.roster.domain.user.User;
import dev.roster.testkit.conformance.Rendezvous;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A pool with one connection to an in-memory database. */
class ConnectionPoolTest {

    private final Database database =
            Database.parse("jdbc:h2:mem:" + UUID.randomUUID()).withPoolSize(1);

    private final CallKind reads = new CallKind("reads", false);

    @AutoClose
    private final ConnectionPool pool = ConnectionPool.open(database);

    @Test
    void servesCallersInArrivalOrder() throws InterruptedException {
        List<String> served = new CopyOnWriteArrayList<>();
        ConnectionLease held = pool.acquire(reads);
        Thread first = startedAndWaiting(() -> acquireAndRelease("first", served));
        Thread second = startedAndWaiting(() -> acquireAndRelease("second", served));

        held.close();
        acquireAndRelease("the thread that released it", served);

        first.join(Rendezvous.TIMEOUT.toMillis());
        second.join(Rendezvous.TIMEOUT.toMillis());
        assertThat(served).containsExactly("first", "second", "the thread that released it");
    }

    @Test
    void reportsExhaustedPool() {
        ConnectionLease held = pool.acquire(reads);

        assertThatThrownBy(() -> pool.acquire(reads))
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessage("all 1 connections to the database are in use");

        held.close();
        pool.acquire(reads).close();
    }

    @Test
    void countsConnectionsCallersAndTimeouts() throws InterruptedException {
        assertThat(pool.stats()).isEqualTo(new PoolStats(0, 1, 0, 1, 0));
        ConnectionLease held = pool.acquire(reads);
        Thread waiting = startedAndWaiting(
                () -> assertThatThrownBy(() -> pool.acquire(reads)).isInstanceOf(StorageUnavailableException.class));

        assertThat(pool.stats()).isEqualTo(new PoolStats(1, 0, 1, 1, 0));

        waiting.join(Rendezvous.TIMEOUT.toMillis());
        assertThat(pool.stats()).isEqualTo(new PoolStats(1, 0, 0, 1, 1));
        held.close();
        assertThat(pool.stats()).isEqualTo(new PoolStats(0, 1, 0, 1, 1));
    }

    @Test
    void reportsInterruptionWithoutLosingConnection() throws InterruptedException {
        List<String> served = new CopyOnWriteArrayList<>();
        ConnectionLease held = pool.acquire(reads);
        Thread waiting = startedAndWaiting(() -> {
            try {
                pool.acquire(reads);
            } catch (StorageUnavailableException interrupted) {
                served.add(interrupted.getMessage() + Thread.currentThread().isInterrupted());
            }
        });

        waiting.interrupt();
        waiting.join(Rendezvous.TIMEOUT.toMillis());

        assertThat(served).containsExactly("interrupted while waiting for a connectiontrue");
        held.close();
        pool.acquire(reads).close();
    }

    @Test
    void keepsInMemoryDatabaseUntilLastStorageCloses() {
        Schema.migrate(database);
        JooqStorage first = JooqStorage.open(database);
        User user = first.users().create(aUser().build());
        JooqStorage.open(database).close();
        pool.close();
        assertThat(first.users().findById(user.id())).contains(user);

        first.close();

        Schema.migrate(database);
        try (JooqStorage afresh = JooqStorage.open(database)) {
            assertThat(afresh.users().findAll(PageRequest.first()).total()).isZero();
        }
    }

    private void acquireAndRelease(String caller, List<String> served) {
        ConnectionLease lease = pool.acquire(reads);
        served.add(caller);
        lease.close();
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
