package dev.roster.adapters.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import dev.roster.application.port.storage.StorageUnavailableException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compaction of an embedded database's file while its pool is in use, and recovery after a failed write. Both replace
 * the pool, because H2 must be closed. Safe for use by multiple threads.
 */
final class EmbeddedFileUpkeep {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionPool.class);

    /** Calls between two looks at the size of the file. */
    private static final int CALLS_PER_CHECK = 32;

    /** In milliseconds; limits how long a compaction waits for calls, and calls for a compaction. */
    private static final long COMPACTION_TIMEOUT = 10_000;

    private static final long REOPEN_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final EmbeddedFile file;
    private final int connections;
    private final Supplier<HikariDataSource> pool;
    private final Consumer<HikariDataSource> replacement;
    private final Supplier<HikariDataSource> opener;

    /** One permit for each connection in use; a compaction takes all. */
    private final Semaphore users;

    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicBoolean compacting = new AtomicBoolean();
    private volatile @Nullable Thread compaction;
    private volatile boolean closed;

    /**
     * @param connections maximum number of connections in use
     * @param pool returns the current pool
     * @param replacement replaces the current pool
     * @param opener opens another pool
     */
    EmbeddedFileUpkeep(
            EmbeddedFile file,
            int connections,
            Supplier<HikariDataSource> pool,
            Consumer<HikariDataSource> replacement,
            Supplier<HikariDataSource> opener) {
        this.file = file;
        this.connections = connections;
        this.pool = pool;
        this.replacement = replacement;
        this.opener = opener;
        this.users = new Semaphore(connections, true);
        file.onBroken(() -> start("database recovery", this::recover));
    }

    /**
     * Must be called before a connection is used, and {@link #leave} after it.
     *
     * @throws StorageUnavailableException if the file is broken, or its compaction takes long
     */
    void enter() throws InterruptedException {
        requireUsable();
        if (!users.tryAcquire(COMPACTION_TIMEOUT, TimeUnit.MILLISECONDS)) {
            throw new StorageUnavailableException("the file of the database is being compacted");
        }
    }

    /** Rejects calls at once while the file is broken. */
    void requireUsable() {
        if (file.isBroken()) {
            throw file.unavailable();
        }
    }

    /** Ends the use of a connection. Starts a compaction if the file has grown. */
    void leave() {
        users.release();
        if (calls.incrementAndGet() % CALLS_PER_CHECK == 0
                && file.isWasteful()
                && compacting.compareAndSet(false, true)) {
            compaction = start("compaction", this::compact);
        }
    }

    private static Thread start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void compact() {
        try {
            if (users.tryAcquire(connections, COMPACTION_TIMEOUT, TimeUnit.MILLISECONDS)) {
                try {
                    replaceCompacted();
                } finally {
                    users.release(connections);
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            compacting.set(false);
        }
    }

    private void replaceCompacted() {
        if (closed || file.isBroken()) {
            return;
        }
        pool.get().close();
        try {
            file.compact();
        } catch (StorageUnavailableException failed) {
            LOG.warn("the file of the database was not compacted: {}", String.valueOf(failed.getMessage()));
        }
        try {
            replacement.accept(opener.get());
        } catch (StorageUnavailableException failed) {
            file.markBroken(String.valueOf(failed.getMessage()));
        }
    }

    /** Opens the database anew until a write succeeds. */
    private void recover() {
        while (!closed && file.isBroken()) {
            file.end();
            // In the background, because it waits for callers that still use connections.
            start("close of a broken pool", pool.get()::close);
            try {
                HikariDataSource fresh = opener.get();
                replacement.accept(fresh);
                file.repair(fresh);
            } catch (StorageUnavailableException failed) {
                LOG.debug("the database could not be opened", failed);
            }
            if (file.isBroken()) {
                LockSupport.parkNanos(REOPEN_PAUSE_NANOS);
            }
        }
    }

    /** Ends the upkeep, after a compaction that is in progress. The caller closes the pool. */
    void close() {
        closed = true;
        if (file.isBroken()) {
            file.end();
        }
        Thread running = compaction;
        if (running != null) {
            try {
                running.join();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
