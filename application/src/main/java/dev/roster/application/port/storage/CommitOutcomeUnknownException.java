package dev.roster.application.port.storage;

/**
 * The connection was lost while a transaction committed: it may have been stored as a whole, or not at all. Before
 * trying again, look.
 */
public final class CommitOutcomeUnknownException extends StorageUnavailableException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message what happened, for an operator
     * @param cause the library's own account of it
     */
    public CommitOutcomeUnknownException(String message, Throwable cause) {
        super(message, cause);
    }
}
