package dev.roster.adapters.http;

import java.nio.channels.UnresolvedAddressException;

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

    /** Creates the exception of a server that cannot listen on a port; finds the reason among the causes. */
    public static ServerStartException cannotListen(String host, int port, Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String reason = root instanceof UnresolvedAddressException ? "no such host" : String.valueOf(root.getMessage());
        return new ServerStartException("cannot listen on " + host + ":" + port + ": " + reason, cause);
    }
}
