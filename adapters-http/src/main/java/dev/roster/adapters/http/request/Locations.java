package dev.roster.adapters.http.request;

import io.javalin.http.Context;
import io.javalin.http.Header;

/**
 * Sets {@code Location} (RFC 9110, section 10.2.2) of responses. A proxy may serve the API below a path that it removes
 * from requests. Clients resolve a relative reference against the path that they sent, so they keep the prefix.
 */
public final class Locations {

    private final boolean relative;

    /**
     * Creates an instance.
     *
     * @param relative whether the references are relative to the request, instead of absolute paths
     */
    public Locations(boolean relative) {
        this.relative = relative;
    }

    /**
     * Sets the header. Must be called before the body is written.
     *
     * @param path the path of the resource on this server, such as {@code /users/2}
     */
    public void set(Context ctx, String path) {
        ctx.header(Header.LOCATION, relative ? relative(ctx.req().getRequestURI(), path) : path);
    }

    /** Returns a reference from one path to another, for any prefix that both have on the proxy. */
    static String relative(String from, String to) {
        long depth = from.chars().filter(c -> c == '/').count() - 1;
        return depth < 1 ? "." + to : "../".repeat((int) depth) + to.substring(1);
    }
}
