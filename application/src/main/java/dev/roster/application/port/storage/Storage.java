package dev.roster.application.port.storage;

import dev.roster.application.port.outbox.OutboxQueue;

/**
 * Durable storage. Used directly, each call on one of its repositories is a transaction of its own; what belongs
 * together goes through {@link #inTransaction}. Calls one after the other, in transactions or not, give what they give on
 * the in-memory model of the test kit, ids apart ({@code transactions.agrees-with-reference-model}).
 */
public interface Storage extends UnitOfWork, AutoCloseable {

    /**
     * Does work in one transaction, at least READ COMMITTED.
     *
     * <p>The work's result is returned and its writes are visible to everybody once this returns
     * ({@code transactions.commit-visible-to-second-client}), and to nobody else before
     * ({@code transactions.invisible-before-commit}), so that who sees a part of them sees all
     * ({@code transactions.commit-seen-atomically}); the work itself reads what it wrote
     * ({@code transactions.reads-own-writes}). Any {@link Throwable}, checked ones and errors included, rolls back the
     * writes of all repositories ({@code transactions.any-throwable-rolls-back}), those of a nested creation that fails
     * in the middle among them ({@code transactions.nested-creation-atomic}), and reaches the caller as it was
     * thrown ({@code transactions.throwable-propagated-unchanged}); no connection is lost by that, however often it happens
     * ({@code transactions.failures-leak-no-resources}). A message appended is delivered exactly when the transaction commits
     * ({@code transactions.message-appended-only-on-commit}). Threads have transactions of their own
     * ({@code transactions.threads-isolated}).
     *
     * <p>After a refusal in the domain's words, such as {@link dev.roster.domain.user.EmailAlreadyExistsException}, the
     * transaction can go on and commit the rest ({@code transactions.rejection-keeps-transaction-usable}).
     *
     * <p>Work that fails for a conflict with another transaction (a deadlock, a serialization failure) runs again, a
     * bounded number of times, before {@link TransactionConflictException} is thrown; nobody hangs, and nothing is half
     * done ({@code transactions.deadlock-resolved}). A connection lost during the
     * commit is never retried: {@link CommitOutcomeUnknownException}.
     *
     * <p>Refused with {@link IllegalStateException}, the surrounding transaction going on unharmed: a transaction inside
     * a transaction of the same storage on one thread ({@code transactions.nesting-rejected}), and a call on the storage
     * itself from inside one, which would silently be outside of it ({@code transactions.direct-calls-rejected}). Refused
     * likewise: use of a unit of work that has ended ({@code transactions.ended-unit-rejected}) or from another thread
     * ({@code transactions.foreign-thread-rejected}).
     *
     * @throws X what the work threw
     * @throws StorageUnavailableException if the storage cannot do it now
     */
    <T, X extends Exception> T inTransaction(TransactionWork<T, X> work) throws X;

    /** The relay's side of the outbox, where messages of committed transactions arrive ({@code transactions.message-appended-only-on-commit}). */
    OutboxQueue outboxQueue();

    /**
     * Asks the backend for a sign of life; a closed storage gives none ({@code transactions.closed-is-unavailable}).
     *
     * @throws StorageUnavailableException if it gives none in bounded time
     */
    void ping();

    /**
     * Gives back connections and files. Calls after that fail with {@link StorageUnavailableException}
     * ({@code transactions.closed-is-unavailable}); closing again does nothing.
     */
    @Override
    void close();
}
