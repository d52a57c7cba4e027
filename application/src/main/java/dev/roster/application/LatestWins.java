package dev.roster.application;

import dev.roster.application.port.Storage;
import dev.roster.application.port.TransactionConflictException;
import dev.roster.application.port.Work;
import dev.roster.domain.StaleVersionException;

/** Changes by somebody who names no version and so means the latest. */
final class LatestWins {

    /** Each failed try means that another change went through, so this many in a row want that many rivals. */
    private static final int MAX_TRIES = 50;

    private LatestWins() {}

    /** Reads again and decides again when somebody else was faster. */
    static <T> T inTransaction(Storage storage, Work<T, RuntimeException> work) {
        for (int tries = 1; ; tries++) {
            try {
                return storage.inTransaction(work);
            } catch (StaleVersionException raced) {
                if (tries == MAX_TRIES) {
                    throw new TransactionConflictException("lost against other changes " + tries + " times", raced);
                }
            }
        }
    }
}
