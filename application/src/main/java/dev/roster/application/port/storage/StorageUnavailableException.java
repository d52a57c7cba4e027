package dev.roster.application.port.storage;

/**
 * The storage cannot execute a call now: it is unreachable, overloaded, full or broken. Nothing was changed, unless the
 * exception is a {@link CommitOutcomeUnknownException}. A later attempt may succeed.
 */
public class StorageUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message what failed, for operators
     */
    public StorageUnavailableException(String message) {
        super(message);
    }

    /**
     * @param message what failed, for operators
     * @param cause the exception of the library
     */
    public StorageUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
