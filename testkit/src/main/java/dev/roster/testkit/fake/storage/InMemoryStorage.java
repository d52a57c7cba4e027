package dev.roster.testkit.fake.storage;

import dev.roster.application.port.outbox.Outbox;
import dev.roster.application.port.outbox.OutboxQueue;
import dev.roster.application.port.storage.AuditLog;
import dev.roster.application.port.storage.CommentRepository;
import dev.roster.application.port.storage.CredentialsRepository;
import dev.roster.application.port.storage.OneTimeTokenRepository;
import dev.roster.application.port.storage.PostRepository;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.StorageUnavailableException;
import dev.roster.application.port.storage.TransactionConflictException;
import dev.roster.application.port.storage.TransactionWork;
import dev.roster.application.port.storage.UserRepository;
import dev.roster.domain.post.CommentId;
import dev.roster.domain.post.PostId;
import dev.roster.domain.user.UserId;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * A storage in memory, with real transactions: one writer at a time works on a copy, which becomes the state when it
 * commits and is thrown away when it fails. Readers are never held up and see committed states only.
 */
public final class InMemoryStorage implements Storage {

    private final ReentrantLock writing = new ReentrantLock(true);
    private final InMemoryIds ids = new InMemoryIds();
    private final Duration lockTimeout;
    private final InMemoryUnit direct;
    private final OutboxQueue queue;
    private volatile InMemoryState committed = new InMemoryState();
    private volatile boolean reachable = true;
    private volatile boolean closed;

    /** An empty storage whose writers wait for each other for up to ten seconds. */
    public InMemoryStorage() {
        this(Duration.ofSeconds(10));
    }

    /**
     * An empty storage.
     *
     * @param patience how long a writer waits for another before it gives up with {@link TransactionConflictException}
     */
    public InMemoryStorage(Duration patience) {
        this.lockTimeout = patience;
        InMemoryAccess eachOnItsOwn = new InMemoryAccess() {
            @Override
            public <T> T read(Function<InMemoryState, T> query) {
                requireUsable();
                return query.apply(committed);
            }

            @Override
            public <T> T write(Function<InMemoryState, T> change) {
                return writeAndCommit(change::apply);
            }
        };
        this.direct = new InMemoryUnit(eachOnItsOwn, ids);
        this.queue = new InMemoryOutboxQueue(eachOnItsOwn);
    }

    /** Cuts the storage off, so that every call fails as unavailable, or brings it back with all its data. */
    public void setReachable(boolean changed) {
        reachable = changed;
    }

    @Override
    public <T, X extends Exception> T inTransaction(TransactionWork<T, X> work) throws X {
        return writeAndCommit(working -> {
            InMemoryTransaction transaction = new InMemoryTransaction(working);
            try {
                return work.execute(new InMemoryUnit(transaction, ids));
            } finally {
                transaction.end();
            }
        });
    }

    @Override
    public UserRepository users() {
        return direct.users();
    }

    @Override
    public CredentialsRepository credentials() {
        return direct.credentials();
    }

    @Override
    public OneTimeTokenRepository oneTimeTokens() {
        return direct.oneTimeTokens();
    }

    @Override
    public PostRepository posts() {
        return direct.posts();
    }

    @Override
    public CommentRepository comments() {
        return direct.comments();
    }

    @Override
    public AuditLog auditLog() {
        return direct.auditLog();
    }

    @Override
    public Outbox outbox() {
        return direct.outbox();
    }

    @Override
    public OutboxQueue outboxQueue() {
        return queue;
    }

    @Override
    public void ping() {
        requireUsable();
    }

    @Override
    public void close() {
        requireOutsideTransaction();
        closed = true;
    }

    /** Makes the next user's id this one, for tests that fix ids. */
    public void setNextUserId(UserId next) {
        ids.setNextUser(next);
    }

    /** Makes the next post's id this one, for tests that fix ids. */
    public void setNextPostId(PostId next) {
        ids.setNextPost(next);
    }

    /** Makes the next comment's id this one, for tests that fix ids. */
    public void setNextCommentId(CommentId next) {
        ids.setNextComment(next);
    }

    /** The one way to change what is stored: on a copy, by one thread at a time, kept only if the change succeeds. */
    private <T, X extends Exception> T writeAndCommit(Change<T, X> change) throws X {
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

    private void requireUsable() {
        requireOutsideTransaction();
        requireReachable();
    }

    private void requireOutsideTransaction() {
        if (writing.isHeldByCurrentThread()) {
            throw new IllegalStateException("inside a transaction only its own unit of work may be used");
        }
    }

    private void requireReachable() {
        if (closed) {
            throw new StorageUnavailableException("the storage is closed");
        }
        if (!reachable) {
            throw new StorageUnavailableException("the storage is out of reach");
        }
    }

    /** What is done to the copy. */
    @FunctionalInterface
    private interface Change<T, X extends Exception> {
        T to(InMemoryState working) throws X;
    }
}
