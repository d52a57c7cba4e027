package dev.roster.adapters.http;

/** Thrown when the server cannot listen on the configured address. The message contains the address and the reason. */
public final class ServerStartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message the address and the reason, for operators
     * @param cause the exception of the HTTP library
     */
    public ServerStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
