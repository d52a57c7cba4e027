package dev.roster.bootstrap;

import dev.roster.application.port.CommentRepository;
import dev.roster.application.port.CredentialsRepository;
import dev.roster.application.port.OneTimeTokenRepository;
import dev.roster.application.port.Outbox;
import dev.roster.application.port.OutboxQueue;
import dev.roster.application.port.PostRepository;
import dev.roster.application.port.Storage;
import dev.roster.application.port.UserRepository;
import dev.roster.application.port.Work;
import dev.roster.domain.User;
import dev.roster.testkit.fake.SettableClock;
import java.time.Duration;
import java.util.function.Consumer;

/** A storage where each change is made at a time of its own, after one pause and before another. */
final class PausingStorage implements Storage {

    private final Storage storage;
    private final SettableClock clock;
    private final Consumer<User> committed;

    /**
     * @param committed is told of each user that a transaction ends with
     */
    PausingStorage(Storage storage, SettableClock clock, Consumer<User> committed) {
        this.storage = storage;
        this.clock = clock;
        this.committed = committed;
    }

    @Override
    public <T, X extends Exception> T inTransaction(Work<T, X> work) throws X {
        Actor.pause("its transaction");
        clock.advance(Duration.ofMillis(1));
        T result = storage.inTransaction(work);
        if (result instanceof User user) {
            committed.accept(user);
        }
        Actor.pause("going on after its transaction");
        return result;
    }

    @Override
    public UserRepository users() {
        return storage.users();
    }

    @Override
    public CredentialsRepository credentials() {
        return storage.credentials();
    }

    @Override
    public OneTimeTokenRepository oneTimeTokens() {
        return storage.oneTimeTokens();
    }

    @Override
    public PostRepository posts() {
        return storage.posts();
    }

    @Override
    public CommentRepository comments() {
        return storage.comments();
    }

    @Override
    public Outbox outbox() {
        return storage.outbox();
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
