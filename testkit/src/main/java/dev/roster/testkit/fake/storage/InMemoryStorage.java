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
 * In-memory storage with real transactions. One writer at a time works on a copy, which becomes the state on commit and
 * is discarded on failure. Readers never wait and see committed states only.
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

    /** Creates an empty storage whose writers wait up to ten seconds for each other. */
    public InMemoryStorage() {
        this(Duration.ofSeconds(10));
    }

    /**
     * Creates an empty storage.
     *
     * @param patience how long a writer waits for another one before it fails with {@link TransactionConflictException}
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

    /**
     * Makes every call fail with {@link StorageUnavailableException}, or makes the storage reachable again with all its
     * data.
     */
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

    /** Sets the id of the next user, for tests with fixed ids. */
    public void setNextUserId(UserId next) {
        ids.setNextUser(next);
    }

    /** Sets the id of the next post, for tests with fixed ids. */
    public void setNextPostId(PostId next) {
        ids.setNextPost(next);
    }

    /** Sets the id of the next comment, for tests with fixed ids. */
    public void setNextCommentId(CommentId next) {
        ids.setNextComment(next);
    }

    /**
     * Applies a change to a copy, one thread at a time, and keeps the copy only if the change succeeds. All writes use
     * this method.
     */
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

    /** Change of a working copy. */
    @FunctionalInterface
    private interface Change<T, X extends Exception> {
        T to(InMemoryState working) throws X;
    }
}
