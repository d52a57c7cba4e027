package dev.roster.application.port.directory;

/** A user directory gave no answer, or none that makes sense, in bounded time. */
public final class DirectoryUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message what happened, with the server's message and request id if it gave them
     */
    public DirectoryUnavailableException(String message) {
        super(message);
    }

    /**
     * @param message what happened, with the server's message and request id if it gave them
     * @param cause the library's own account of it
     */
    public DirectoryUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
