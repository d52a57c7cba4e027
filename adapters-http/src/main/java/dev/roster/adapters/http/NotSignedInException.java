package dev.roster.adapters.http;

/** A request came without an access token where one is needed. */
final class NotSignedInException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotSignedInException() {
        super("no access token");
    }
}
