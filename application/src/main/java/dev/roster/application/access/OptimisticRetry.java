package dev.roster.application.access;

import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.TransactionConflictException;
import dev.roster.application.port.storage.TransactionWork;
import dev.roster.domain.StaleVersionException;

/** Changes by somebody who names no version and so means the latest. */
public final class OptimisticRetry {

    /** Each failed try means that another change went through, so this many in a row want that many rivals. */
    private static final int MAX_ATTEMPTS = 50;

    private OptimisticRetry() {}

    /** Reads again and decides again when somebody else was faster. */
    public static <T> T inTransaction(Storage storage, TransactionWork<T, RuntimeException> work) {
        for (int tries = 1; ; tries++) {
            try {
                return storage.inTransaction(work);
            } catch (StaleVersionException raced) {
                if (tries == MAX_ATTEMPTS) {
                    throw new TransactionConflictException("lost against other changes " + tries + " times", raced);
                }
            }
        }
    }
}
