package dev.roster.adapters.http.request;

/** A request came without an access token where one is needed. */
public final class UnauthenticatedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnauthenticatedException() {
        super("no access token");
    }
}
