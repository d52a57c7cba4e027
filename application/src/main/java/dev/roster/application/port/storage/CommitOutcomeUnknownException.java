package dev.roster.application.port.storage;

/**
 * The connection was lost during a commit: the transaction was stored either completely or not at all. Check the stored
 * state before trying again.
 */
public final class CommitOutcomeUnknownException extends StorageUnavailableException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message what failed, for operators
     * @param cause the exception of the library
     */
    public CommitOutcomeUnknownException(String message, Throwable cause) {
        super(message, cause);
    }
}
