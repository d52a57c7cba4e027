package dev.roster.application.port.storage;

/**
 * Work inside a transaction. It may run more than once, so it must not make network calls, hash passwords, or have
 * effects that a rollback does not undo.
 *
 * @param <T> the type of the result
 * @param <X> the checked exception it may throw; {@link RuntimeException} if none
 */
@FunctionalInterface
public interface TransactionWork<T, X extends Exception> {

    /**
     * Runs the work.
     *
     * @param unit valid during this call and on this thread only
     */
    T execute(UnitOfWork unit) throws X;
}
