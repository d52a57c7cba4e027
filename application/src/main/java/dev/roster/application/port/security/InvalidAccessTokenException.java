package dev.roster.application.port.security;

/** A bearer token proves nothing: it is expired, forged, no token at all, or its session has ended. */
public final class InvalidAccessTokenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message why, in words that may be shown to the caller
     */
    public InvalidAccessTokenException(String message) {
        super(message);
    }
}
