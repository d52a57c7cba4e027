package dev.roster.adapters.http;

import dev.roster.adapters.http.jetty.AllowedOrigins;
import dev.roster.adapters.http.jetty.ClientLimits;
import dev.roster.adapters.http.jetty.RequestListener;
import dev.roster.adapters.http.pages.PageSettings;
import dev.roster.adapters.http.request.EntityTagKey;
import dev.roster.adapters.http.request.TrustedProxies;
import java.time.Duration;
import java.util.Objects;

/**
 * Settings of {@link RosterServer}.
 *
 * @param host the address or host name to listen on
 * @param port 0 to 65535; 0 selects a free port
 * @param stopTimeout how long {@link RosterServer#close()} waits for running requests; positive
 * @param keepAliveTimeout how long an idle connection is kept open for the next request; positive
 * @param relativeLocations whether {@code Location} is relative to the request, such as {@code ../users/2}, instead of an
 *     absolute path; required if a proxy removes a prefix from the paths
 * @param trustedProxies the proxies whose {@code X-Forwarded-For} header is trusted
 * @param allowedOrigins the origins whose pages may call the API from a browser
 * @param clientLimits the limits for one client
 * @param accessLog whether the logger {@code dev.roster.access} gets an event for each request
 * @param requestListener observes the requests, such as for metrics
 * @param entityTagKey makes entity tags opaque; nodes of one database must use the same key
 * @param pages settings of the HTML pages
 */
public record HttpSettings(
        String host,
        int port,
        Duration stopTimeout,
        Duration keepAliveTimeout,
        boolean relativeLocations,
        TrustedProxies trustedProxies,
        AllowedOrigins allowedOrigins,
        ClientLimits clientLimits,
        boolean accessLog,
        RequestListener requestListener,
        EntityTagKey entityTagKey,
        PageSettings pages) {

    private static final Duration DEFAULT_STOP_TIMEOUT = Duration.ofSeconds(30);

    /** Longer than load balancers keep idle connections (often 60 seconds), so that they never use a closing one. */
    private static final Duration DEFAULT_KEEP_ALIVE_TIMEOUT = Duration.ofSeconds(75);

    /**
     * Validates the values.
     *
     * @throws IllegalArgumentException if the port is out of range or a timeout is not positive
     */
    public HttpSettings {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(trustedProxies, "trustedProxies");
        Objects.requireNonNull(allowedOrigins, "allowedOrigins");
        Objects.requireNonNull(clientLimits, "clientLimits");
        Objects.requireNonNull(requestListener, "requestListener");
        Objects.requireNonNull(entityTagKey, "entityTagKey");
        Objects.requireNonNull(pages, "pages");
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be from 0 to 65535, but was " + port);
        }
        requirePositive("stopTimeout", stopTimeout);
        requirePositive("keepAliveTimeout", keepAliveTimeout);
    }

    private static void requirePositive(String name, Duration timeout) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException(name + " must be positive, but was " + timeout);
        }
    }

    /**
     * Returns settings with a stop timeout of 30 seconds, a keep-alive timeout of 75 seconds, absolute locations, no
     * trusted proxy, no allowed origin, the default limits for one client, no access log, no request
     * listener, a random key for entity tags and the built-in pages.
     */
    public static HttpSettings on(String host, int port) {
        return new HttpSettings(
                host,
                port,
                DEFAULT_STOP_TIMEOUT,
                DEFAULT_KEEP_ALIVE_TIMEOUT,
                false,
                TrustedProxies.NONE,
                AllowedOrigins.NONE,
                ClientLimits.DEFAULT,
                false,
                RequestListener.NONE,
                EntityTagKey.random(),
                PageSettings.DEFAULT);
    }

    /**
     * Returns a copy with another stop timeout.
     *
     * @throws IllegalArgumentException if the timeout is not positive
     */
    public HttpSettings withStopTimeout(Duration timeout) {
        return new HttpSettings(
                host,
                port,
                timeout,
                keepAliveTimeout,
                relativeLocations,
                trustedProxies,
                allowedOrigins,
                clientLimits,
                accessLog,
                requestListener,
                entityTagKey,
                pages);
    }

    /**
     * Returns a copy with another keep-alive timeout.
     *
     * @throws IllegalArgumentException if the timeout is not positive
     */
    public HttpSettings withKeepAliveTimeout(Duration timeout) {
        return new HttpSettings(
                host,
                port,
                stopTimeout,
                timeout,
                relativeLocations,
                trustedProxies,
                allowedOrigins,
                clientLimits,
                accessLog,
                requestListener,
                entityTagKey,
                pages);
    }

    /** Returns a copy with locations that are relative to the request, or absolute. */
    public HttpSettings withRelativeLocations(boolean relative) {
        return new HttpSettings(
                host,
                port,
                stopTimeout,
                keepAliveTimeout,
                relative,
                trustedProxies,
                allowedOrigins,
                clientLimits,
                accessLog,
                requestListener,
                entityTagKey,
                pages);
    }

    /** Returns a copy that trusts these proxies. */
    public HttpSettings withTrustedProxies(TrustedProxies proxies) {
        return new HttpSettings(
                host,
                port,
                stopTimeout,
                keepAliveTimeout,
                relativeLocations,
                proxies,
                allowedOrigins,
                clientLimits,
                accessLog,
                requestListener,
                entityTagKey,
                pages);
    }

    /** Returns a copy that allows these origins. */
    public HttpSettings withAllowedOrigins(AllowedOrigins origins) {
        return new HttpSettings(
                host,
                port,
                stopTimeout,
                keepAliveTimeout,
                relativeLocations,
                trustedProxies,
                origins,
                clientLimits,
                accessLog,
                requestListener,
                entityTagKey,
                pages);
    }

    /** Returns a copy with other limits for one client. */
    public HttpSettings withClientLimits(ClientLimits limits) {
        return new HttpSettings(
                host,
                port,
                stopTimeout,
                keepAliveTimeout,
                relativeLocations,
                trustedProxies,
                allowedOrigins,
                limits,
                accessLog,
                requestListener,
                entityTagKey,
                pages);
    }

    /** Returns a copy with an access log, or without. */
    public HttpSettings withAccessLog(boolean on) {
        return new HttpSettings(
                host,
                port,
                stopTimeout,
                keepAliveTimeout,
                relativeLocations,
                trustedProxies,
                allowedOrigins,
                clientLimits,
                on,
                requestListener,
                entityTagKey,
                pages);
    }

    /** Returns a copy with another listener of requests. */
    public HttpSettings withRequestListener(RequestListener listener) {
        return new HttpSettings(
                host,
                port,
                stopTimeout,
                keepAliveTimeout,
                relativeLocations,
                trustedProxies,
                allowedOrigins,
                clientLimits,
                accessLog,
                listener,
                entityTagKey,
                pages);
    }

    /** Returns a copy with another key for entity tags. */
    public HttpSettings withEntityTagKey(EntityTagKey key) {
        return new HttpSettings(
                host,
                port,
                stopTimeout,
                keepAliveTimeout,
                relativeLocations,
                trustedProxies,
                allowedOrigins,
                clientLimits,
                accessLog,
                requestListener,
                key,
                pages);
    }

    /** Returns a copy with other settings of the HTML pages. */
    public HttpSettings withPages(PageSettings changed) {
        return new HttpSettings(
                host,
                port,
                stopTimeout,
                keepAliveTimeout,
                relativeLocations,
                trustedProxies,
                allowedOrigins,
                clientLimits,
                accessLog,
                requestListener,
                entityTagKey,
                changed);
    }
}
