package dev.roster.testkit.fake.storage;

import java.util.function.Function;

/** The state as seen and changed by one transaction. Usable by its own thread only, until the transaction ends. */
final class InMemoryTransaction implements InMemoryAccess {

    private final InMemoryState working;
    private final Thread owner = Thread.currentThread();
    private volatile boolean ended;

    InMemoryTransaction(InMemoryState working) {
        this.working = working;
    }

    void end() {
        ended = true;
    }

    @Override
    public <T> T read(Function<InMemoryState, T> query) {
        requireOpen();
        return query.apply(working);
    }

    @Override
    public <T> T write(Function<InMemoryState, T> change) {
        requireOpen();
        return change.apply(working);
    }

    private void requireOpen() {
        if (ended) {
            throw new IllegalStateException("the unit of work has ended with its transaction");
        }
        if (Thread.currentThread() != owner) {
            throw new IllegalStateException("a unit of work belongs to the thread of its transaction");
        }
    }
}
