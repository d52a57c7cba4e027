package dev.roster.testkit.fake.storage;

import dev.roster.application.port.outbox.OutboxQueue;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.StorageUnavailableException;
import dev.roster.application.port.storage.TransactionConflictException;
import dev.roster.application.port.storage.TransactionWork;
import dev.roster.domain.post.CommentId;
import dev.roster.domain.post.PostId;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.fake.forwarding.ForwardingUnit;
import java.time.Duration;

/**
 * In-memory storage with real transactions. One writer at a time works on a copy, which becomes the state on commit and
 * is discarded on failure. Readers never wait and see committed states only.
 */
public final class InMemoryStorage extends ForwardingUnit implements Storage {

    private final InMemoryDatabase database;
    private final InMemoryIds ids;
    private final OutboxQueue queue;

    /** Creates an empty storage whose writers wait up to ten seconds for each other. */
    public InMemoryStorage() {
        this(Duration.ofSeconds(10));
    }

    /**
     * Creates an empty storage.
     *
     * @param lockTimeout how long a writer waits for another one before it fails with {@link
     *     TransactionConflictException}
     */
    public InMemoryStorage(Duration lockTimeout) {
        this(new InMemoryDatabase(lockTimeout), new InMemoryIds());
    }

    private InMemoryStorage(InMemoryDatabase database, InMemoryIds ids) {
        super(new InMemoryUnit(database, ids));
        this.database = database;
        this.ids = ids;
        this.queue = new InMemoryOutboxQueue(database);
    }

    /**
     * Makes every call fail with {@link StorageUnavailableException}, or makes the storage reachable again with all its
     * data.
     */
    public void setReachable(boolean changed) {
        database.setReachable(changed);
    }

    @Override
    public <T, X extends Exception> T inTransaction(TransactionWork<T, X> work) throws X {
        return database.writeAndCommit(working -> {
            InMemoryTransaction transaction = new InMemoryTransaction(working);
            try {
                return work.execute(new InMemoryUnit(transaction, ids));
            } finally {
                transaction.end();
            }
        });
    }

    @Override
    public OutboxQueue outboxQueue() {
        return queue;
    }

    @Override
    public void ping() {
        database.requireUsable();
    }

    @Override
    public void close() {
        database.close();
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
}
