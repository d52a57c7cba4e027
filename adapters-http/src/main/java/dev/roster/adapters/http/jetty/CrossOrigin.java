package dev.roster.adapters.http.jetty;

import java.time.Duration;
import java.util.Set;
import org.eclipse.jetty.server.handler.CrossOriginHandler;

/**
 * Configures CORS (Fetch standard). CORS credentials, such as cookies, are not allowed: pages send the access token in
 * a header themselves.
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
        // Preflight requests are handled like any OPTIONS request and get a request id.
        handler.setDeliverPreflightRequests(true);
        return handler;
    }
}
