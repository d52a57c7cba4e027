package dev.roster.application.port.storage;

/**
 * What is done inside a transaction. It may run more than once, so it holds no network calls, no password hashing, and
 * no effect that a rollback does not undo.
 *
 * @param <T> what it returns
 * @param <X> the checked exception it may throw; {@link RuntimeException} if none
 */
@FunctionalInterface
public interface TransactionWork<T, X extends Exception> {

    /**
     * Does the work.
     *
     * @param unit good for this call and on this thread only
     */
    T execute(UnitOfWork unit) throws X;
}
