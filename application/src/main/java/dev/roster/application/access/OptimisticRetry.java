package dev.roster.application.access;

import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.TransactionConflictException;
import dev.roster.application.port.storage.TransactionWork;
import dev.roster.domain.StaleVersionException;

/**
 * Retries a change whose version a concurrent change made stale: it then applies to the latest version, and its
 * precondition is evaluated again. The storage itself retries deadlocks ({@link Storage#inTransaction}).
 */
public final class OptimisticRetry {

    /**
     * Each failed attempt means that a concurrent change succeeded, so this limit is reached only under heavy
     * contention.
     */
    private static final int MAX_ATTEMPTS = 50;

    private OptimisticRetry() {}

    /**
     * Runs the work in a transaction. Runs it again, in a new transaction, if a concurrent change made a version stale.
     */
    public static <T> T inTransaction(Storage storage, TransactionWork<T, RuntimeException> work) {
        for (int tries = 1; ; tries++) {
            try {
                return storage.inTransaction(work);
            } catch (StaleVersionException raced) {
                if (tries == MAX_ATTEMPTS) {
                    throw new TransactionConflictException(
                            "gave up after " + tries + " attempts because of concurrent changes", raced);
                }
            }
        }
    }
}
