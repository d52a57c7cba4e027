package dev.roster.application.port.security;

/** A bearer token is expired, forged or malformed, or its session has ended. */
public final class InvalidAccessTokenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message why the token was rejected; may be shown to the caller
     */
    public InvalidAccessTokenException(String message) {
        super(message);
    }
}
