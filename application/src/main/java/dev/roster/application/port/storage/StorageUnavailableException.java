package dev.roster.application.port.storage;

/**
 * The storage cannot do what it was asked now: it is out of reach, overloaded, full, or broken. Nothing was changed,
 * unless a {@link CommitOutcomeUnknownException} says that this is not known. Trying later may help.
 */
public class StorageUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message what happened, for an operator
     */
    public StorageUnavailableException(String message) {
        super(message);
    }

    /**
     * @param message what happened, for an operator
     * @param cause the library's own account of it
     */
    public StorageUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
