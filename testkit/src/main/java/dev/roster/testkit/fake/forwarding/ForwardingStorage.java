package dev.roster.testkit.fake.forwarding;

import dev.roster.application.port.outbox.OutboxQueue;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.TransactionWork;
import dev.roster.application.port.storage.UnitOfWork;
import java.util.function.UnaryOperator;

/** Storage that forwards all calls. A subclass overrides some of them to pause, count or fail. */
public class ForwardingStorage extends ForwardingUnit implements Storage {

    private final Storage storage;

    /**
     * Creates an instance.
     *
     * @param storage receives the calls
     */
    protected ForwardingStorage(Storage storage) {
        super(storage);
        this.storage = storage;
    }

    /**
     * Creates an instance that forwards calls outside transactions to another unit of work.
     *
     * @param storage receives all other calls
     * @param eachOnItsOwn receives the calls outside transactions
     */
    protected ForwardingStorage(Storage storage, UnitOfWork eachOnItsOwn) {
        super(eachOnItsOwn);
        this.storage = storage;
    }

    /**
     * Returns a storage whose units of work are decorated, those of transactions and the calls outside of them. For
     * faults in one repository:
     *
     * <pre>{@code
     * Storage faulty = ForwardingStorage.decorated(sound, unit -> new ForwardingUnit(unit) {
     *     @Override
     *     public UserRepository users() {
     *         return new FaultyUsers(unit.users());
     *     }
     * });
     * }</pre>
     */
    public static Storage decorated(Storage storage, UnaryOperator<UnitOfWork> decoration) {
        return new ForwardingStorage(storage, decoration.apply(storage)) {
            @Override
            public <T, X extends Exception> T inTransaction(TransactionWork<T, X> work) throws X {
                return storage.inTransaction(unit -> work.execute(decoration.apply(unit)));
            }
        };
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
