package dev.roster.adapters.http.jetty;

import java.time.Duration;
import java.util.Set;
import org.eclipse.jetty.server.handler.CrossOriginHandler;

/**
 * Lets pages of other origins in (the CORS protocol of the Fetch standard). Credentials in its sense, such as cookies, are
 * not: the access token is a header that a page sends of its own will.
 */
public final class CrossOrigin {

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");
    private static final Set<String> HEADERS =
            Set.of("Authorization", "Content-Type", "If-Match", "If-None-Match", RequestIds.HEADER);
    private static final Set<String> EXPOSED =
            Set.of("ETag", "Location", "Allow", "Retry-After", "WWW-Authenticate", RequestIds.HEADER);
    private static final Duration PREFLIGHT_MAX_AGE = Duration.ofHours(1);

    private CrossOrigin() {}

    public static CrossOriginHandler handler(AllowedOrigins origins) {
        CrossOriginHandler handler = new CrossOriginHandler();
        handler.setAllowedOriginPatterns(origins.patterns());
        handler.setAllowedMethods(METHODS);
        handler.setAllowedHeaders(HEADERS);
        handler.setExposedHeaders(EXPOSED);
        handler.setPreflightMaxAge(PREFLIGHT_MAX_AGE);
        // Preflights are answered as any OPTIONS, with a request id.
        handler.setDeliverPreflightRequests(true);
        return handler;
    }
}
