package dev.roster.adapters.http;

/** The server cannot listen where it was told to. The message says where, and why not. */
public final class ServerStartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message where the server was to listen and why it cannot, for an operator
     * @param cause the library's own account of it
     */
    public ServerStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
