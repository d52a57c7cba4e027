package dev.roster.adapters.http.jetty;

import java.time.Duration;
import java.util.Set;
import org.eclipse.jetty.server.handler.CrossOriginHandler;

/**
 * Lets pages of other origins in (the CORS protocol of the Fetch standard). Credentials in its sense, such as cookies, are
 * not: the access token is a header that a page sends of its own will.
 */
public final class CrossOrigin {

    private static final Set<String> ALLOWED_METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");
    private static final Set<String> ALLOWED_HEADERS =
            Set.of("Authorization", "Content-Type", "If-Match", "If-None-Match", RequestIds.HEADER);
    private static final Set<String> EXPOSED_HEADERS =
            Set.of("ETag", "Location", "Allow", "Retry-After", "WWW-Authenticate", RequestIds.HEADER);
    private static final Duration PREFLIGHT_MAX_AGE = Duration.ofHours(1);

    private CrossOrigin() {}

    public static CrossOriginHandler handler(AllowedOrigins origins) {
        CrossOriginHandler handler = new CrossOriginHandler();
        handler.setAllowedOriginPatterns(origins.patterns());
        handler.setAllowedMethods(ALLOWED_METHODS);
        handler.setAllowedHeaders(ALLOWED_HEADERS);
        handler.setExposedHeaders(EXPOSED_HEADERS);
        handler.setPreflightMaxAge(PREFLIGHT_MAX_AGE);
        // Preflights are answered as any OPTIONS, with a request id.
        handler.setDeliverPreflightRequests(true);
        return handler;
    }
}
