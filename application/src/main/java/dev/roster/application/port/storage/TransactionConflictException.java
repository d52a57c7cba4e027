package dev.roster.application.port.storage;

/**
 * A transaction failed in every attempt because of conflicts with others (deadlocks, serialization failures, lock
 * timeouts, stale versions). Nothing was changed; trying again is safe.
 */
public final class TransactionConflictException extends StorageUnavailableException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message what failed, for operators
     */
    public TransactionConflictException(String message) {
        super(message);
    }

    /**
     * @param message what failed, for operators
     * @param cause the exception of the library
     */
    public TransactionConflictException(String message, Throwable cause) {
        super(message, cause);
    }
}
