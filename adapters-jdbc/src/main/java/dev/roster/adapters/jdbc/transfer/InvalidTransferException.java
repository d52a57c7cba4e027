package dev.roster.adapters.jdbc.transfer;

/** Rows cannot be imported. Nothing was imported. */
public final class InvalidTransferException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what is wrong, and what is accepted
     */
    public InvalidTransferException(String message) {
        super(message);
    }
}
