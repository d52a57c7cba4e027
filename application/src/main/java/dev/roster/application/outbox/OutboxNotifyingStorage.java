package dev.roster.application.outbox;

import dev.roster.application.port.outbox.Lane;
import dev.roster.application.port.outbox.OutboxQueue;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.TransactionWork;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Storage that reports when a transaction has appended messages to the outbox, so that a relay of this node can deliver
 * them at once instead of at its next poll. Everything else is delegated.
 */
public final class OutboxNotifyingStorage extends NotifyingUnitOfWork implements Storage {

    private final Storage storage;
    private final Consumer<Lane> onAppended;

    /**
     * @param storage the storage to delegate to; closed with this one
     * @param wake called after each commit that appended messages, once per lane, on the committing thread; must be
     *     fast and must not throw
     */
    public OutboxNotifyingStorage(Storage storage, Consumer<Lane> wake) {
        super(storage, wake);
        this.storage = storage;
        this.onAppended = wake;
    }

    @Override
    public <T, X extends Exception> T inTransaction(TransactionWork<T, X> work) throws X {
        Set<Lane> appended = EnumSet.noneOf(Lane.class);
        T result = storage.inTransaction(unit -> {
            appended.clear();
            return work.execute(new NotifyingUnitOfWork(unit, appended::add));
        });
        appended.forEach(onAppended);
        return result;
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
