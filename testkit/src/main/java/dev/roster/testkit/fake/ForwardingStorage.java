package dev.roster.testkit.fake;

import dev.roster.application.port.outbox.OutboxQueue;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.TransactionWork;
import dev.roster.application.port.storage.UnitOfWork;

/** Does what another storage does, but for what a subclass changes: a pause, a count, a fault. */
public class ForwardingStorage extends ForwardingUnit implements Storage {

    private final Storage storage;

    /**
     * @param storage does the work
     */
    protected ForwardingStorage(Storage storage) {
        super(storage);
        this.storage = storage;
    }

    /**
     * One whose calls outside of transactions go to another unit of work.
     *
     * @param storage does the rest
     * @param eachOnItsOwn what is done outside of transactions
     */
    protected ForwardingStorage(Storage storage, UnitOfWork eachOnItsOwn) {
        super(eachOnItsOwn);
        this.storage = storage;
    }

    @Override
    public <T, X extends Exception> T inTransaction(TransactionWork<T, X> work) throws X {
        return storage.inTransaction(work);
    }

    @Override
    public OutboxQueue outboxQueue() {
        return storage.outboxQueue();
    }

    @Override
    public void ping() {
        storage.ping();
    }

    @Override
    public void close() {
        storage.close();
    }
}
