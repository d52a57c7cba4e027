package dev.roster.application.port.storage;

/**
 * A transaction lost against others (a deadlock, a serialization failure, a wait for a lock that took too long), as
 * often as it was tried. Nothing was changed; trying again is safe.
 */
public final class TransactionConflictException extends StorageUnavailableException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message what happened, for an operator
     */
    public TransactionConflictException(String message) {
        super(message);
    }

    /**
     * @param message what happened, for an operator
     * @param cause the library's own account of it
     */
    public TransactionConflictException(String message, Throwable cause) {
        super(message, cause);
    }
}
