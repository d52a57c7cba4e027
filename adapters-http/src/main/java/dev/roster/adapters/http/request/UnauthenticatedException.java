package dev.roster.adapters.http.request;

/** Thrown when a request without an access token calls a route that requires one. */
public final class UnauthenticatedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnauthenticatedException() {
        super("no access token");
    }
}
