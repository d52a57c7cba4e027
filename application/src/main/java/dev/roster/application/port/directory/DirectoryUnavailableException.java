package dev.roster.application.port.directory;

/** A user directory did not respond in bounded time, or its response was invalid. */
public final class DirectoryUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message what failed, with the server's message and request id if the response had them
     */
    public DirectoryUnavailableException(String message) {
        super(message);
    }

    /**
     * @param message what failed, with the server's message and request id if the response had them
     * @param cause the exception of the library
     */
    public DirectoryUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
