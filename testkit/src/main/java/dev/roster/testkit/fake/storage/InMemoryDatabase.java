package dev.roster.testkit.fake.storage;

import dev.roster.application.port.storage.StorageUnavailableException;
import dev.roster.application.port.storage.TransactionConflictException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/** The committed state of a storage. Runs each call in a transaction of its own. */
final class InMemoryDatabase implements InMemoryAccess {

    private final ReentrantLock writing = new ReentrantLock(true);
    private final Duration lockTimeout;
    private volatile InMemoryState committed = new InMemoryState();
    private volatile boolean reachable = true;
    private volatile boolean closed;

    InMemoryDatabase(Duration lockTimeout) {
        this.lockTimeout = lockTimeout;
    }

    void setReachable(boolean changed) {
        reachable = changed;
    }

    void close() {
        requireOutsideTransaction();
        closed = true;
    }

    @Override
    public <T> T read(Function<InMemoryState, T> query) {
        requireUsable();
        return query.apply(committed);
    }

    @Override
    public <T> T write(Function<InMemoryState, T> change) {
        return writeAndCommit(change::apply);
    }

    /**
     * Applies a change to a copy, one thread at a time, and keeps the copy only if the change succeeds. All writes use
     * this method.
     */
    <T, X extends Exception> T writeAndCommit(Change<T, X> change) throws X {
        begin();
        try {
            InMemoryState working = committed.copy();
            T result = change.to(working);
            requireReachable();
            committed = working;
            return result;
        } finally {
            writing.unlock();
        }
    }

    private void begin() {
        requireUsable();
        try {
            if (!writing.tryLock(lockTimeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new TransactionConflictException("another transaction has been writing for " + lockTimeout);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StorageUnavailableException("interrupted while waiting for another transaction", interrupted);
        }
    }

    void requireUsable() {
        requireOutsideTransaction();
        requireReachable();
    }

    private void requireOutsideTransaction() {
        if (writing.isHeldByCurrentThread()) {
            throw new IllegalStateException("inside a transaction only its unit of work may be used");
        }
    }

    private void requireReachable() {
        if (closed) {
            throw new StorageUnavailableException("the storage is closed");
        }
        if (!reachable) {
            throw new StorageUnavailableException("the storage is unreachable");
        }
    }

    @FunctionalInterface
    interface Change<T, X extends Exception> {
        T to(InMemoryState working) throws X;
    }
}
