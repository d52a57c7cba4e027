package dev.roster.bootstrap.cluster;

import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.TransactionWork;
import dev.roster.domain.user.User;
import dev.roster.testkit.fake.SettableClock;
import dev.roster.testkit.fake.forwarding.ForwardingStorage;
import java.time.Duration;
import java.util.function.Consumer;

/** A storage whose changes happen between two pauses of the task. */
final class PausingStorage extends ForwardingStorage {

    private final SettableClock clock;
    private final Consumer<User> onCommit;

    /**
     * Creates a storage that pauses before and after each change.
     *
     * @param committed receives the user after each committed transaction
     */
    PausingStorage(Storage storage, SettableClock clock, Consumer<User> committed) {
        super(storage);
        this.clock = clock;
        this.onCommit = committed;
    }

    @Override
    public <T, X extends Exception> T inTransaction(TransactionWork<T, X> work) throws X {
        PausableTask.pause("its transaction");
        clock.advance(Duration.ofMillis(1));
        T result = super.inTransaction(work);
        if (result instanceof User user) {
            onCommit.accept(user);
        }
        PausableTask.pause("going on after its transaction");
        return result;
    }
}
