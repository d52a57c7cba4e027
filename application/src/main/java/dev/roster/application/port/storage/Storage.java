package dev.roster.application.port.storage;

import dev.roster.application.port.outbox.OutboxQueue;

/**
 * Durable storage. Each direct call on one of its repositories is a transaction of its own; use {@link #inTransaction}
 * for changes that belong together.
 *
 * <p>All committed data is still there when all clients were closed and another is opened
 * ({@code storage.kept-after-reopening}), and no id is given out again then
 * ({@code storage.ids-not-reused-after-reopening}).
 *
 * <p>A change affects the rows that it is about and what belongs to them, and nothing else
 * ({@code storage.changes-affect-nothing-else}). Pages, slices and lists are complete, whatever number of rows is
 * allowed and requested, and totals count all rows ({@code storage.large-numbers-complete}).
 *
 * <p>A sequence of calls, inside or outside transactions, gives the same results as on the in-memory reference model of
 * the test kit, except for ids ({@code transactions.agrees-with-reference-model}).
 *
 * <p>While the server of a storage is away or does not respond, each call fails in bounded time with
 * {@link StorageUnavailableException} ({@code storage-outage.calls-fail-typed}). A transaction that breaks is undone
 * ({@code storage-outage.transaction-undone}); a commit that breaks stores all or nothing
 * ({@code storage-outage.commit-all-or-nothing}). No acknowledged write is lost
 * ({@code storage-outage.acknowledged-writes-kept}), and no message of the outbox
 * ({@code storage-outage.claimed-messages-kept}). Afterwards the storage works again without a restart
 * ({@code storage-outage.recovers-without-restart}).
 */
public interface Storage extends UnitOfWork, AutoCloseable {

    /**
     * Runs work in one transaction with at least READ COMMITTED isolation, and returns its result.
     *
     * <p>Once this method returns, the writes are visible to all clients
     * ({@code transactions.commit-visible-to-second-client}). Before the commit no other client sees them
     * ({@code transactions.invisible-before-commit}), and after it clients see all of them or none
     * ({@code transactions.commit-seen-atomically}). The work itself reads its own writes
     * ({@code transactions.reads-own-writes}), but messages only from {@link #outboxQueue()}, after the commit. Every
     * method of every repository, the audit log and the outbox takes part in the transaction, deletions for retention
     * included.
     *
     * <p>What one call returns is of one moment, inside transactions and outside: the items of a page and its total
     * ({@code transactions.page-of-one-moment}), and posts and their comments ({@code
     * transactions.post-and-comments-of-one-moment}). Two calls may see different commits of other clients. A storage
     * without monotonic reads may show a part of a commit to a client that makes several calls during that commit.
     *
     * <p>Reads of other clients usually proceed while a transaction is open. They may instead wait for its end, or be
     * rejected with {@link StorageUnavailableException} within a bounded time; the documentation of such a storage
     * tells.
     *
     * <p>Any {@link Throwable}, checked exceptions and errors included, rolls back the writes of all repositories
     * ({@code transactions.any-throwable-rolls-back}), including a nested creation that fails halfway ({@code
     * transactions.nested-creation-atomic}). It is thrown to the caller unchanged ({@code
     * transactions.throwable-propagated-unchanged}). Failures and rejected calls leak no connections and no locks
     * ({@code transactions.failures-leak-no-resources}). The ids of rows that were rolled back may be given to later
     * rows; nothing else of the old rows is left ({@code transactions.rolled-back-ids}). An appended message is
     * delivered if and only if the transaction commits ({@code transactions.message-appended-only-on-commit}). Threads
     * have separate transactions ({@code transactions.threads-isolated}).
     *
     * <p>After a domain exception, such as {@link dev.roster.domain.user.EmailAlreadyExistsException}, the transaction
     * stays usable and can commit its other writes ({@code transactions.rejection-keeps-transaction-usable}).
     *
     * <p>Work that fails because of a conflict with another transaction (a deadlock, a serialization failure) is
     * retried a bounded number of times; then {@link TransactionConflictException} is thrown. No caller waits forever,
     * and no change is half done ({@code transactions.deadlock-resolved}). If the connection is lost during the commit,
     * the work is never retried, and {@link CommitOutcomeUnknownException} is thrown.
     *
     * <p>The following calls are rejected with {@link IllegalStateException} and change nothing, and the surrounding
     * transaction stays usable: a nested transaction of the same storage on one thread
     * ({@code transactions.nesting-rejected}), and a direct call on the storage from inside a transaction, which would
     * silently not take part in it, whenever its repository was taken from the storage
     * ({@code transactions.direct-calls-rejected}). The same exception rejects use of a unit of work, or of a
     * repository taken from it, that has ended, even inside a later transaction
     * ({@code transactions.ended-unit-rejected}), or from another thread
     * ({@code transactions.foreign-thread-rejected}).
     *
     * @throws X the exception that the work threw
     * @throws StorageUnavailableException if the storage cannot run the transaction now
     */
    <T, X extends Exception> T inTransaction(TransactionWork<T, X> work) throws X;

    /**
     * Returns the outbox as seen by relays. It receives the messages of committed transactions
     * ({@code transactions.message-appended-only-on-commit}). Its methods take part in no transaction, so they are
     * rejected inside one ({@code transactions.direct-calls-rejected}).
     */
    OutboxQueue outboxQueue();

    /**
     * Checks that the backend responds and would accept a write. A closed storage does not ({@code
     * transactions.closed-is-unavailable}). Takes part in no transaction, so it is rejected inside one
     * ({@code transactions.direct-calls-rejected}).
     *
     * @throws StorageUnavailableException if the backend does not respond in bounded time, or is read-only
     */
    void ping();

    /**
     * Releases connections and files. Later calls, also on repositories taken before, fail with {@link
     * StorageUnavailableException} ({@code transactions.closed-is-unavailable}); closing again has no effect.
     */
    @Override
    void close();
}
