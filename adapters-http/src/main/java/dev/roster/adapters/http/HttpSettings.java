package dev.roster.adapters.http;

import dev.roster.adapters.http.jetty.AllowedOrigins;
import dev.roster.adapters.http.request.TrustedProxies;
import java.time.Duration;
import java.util.Objects;

/**
 * Settings of {@link RosterServer}.
 *
 * @param host the address or host name to listen on
 * @param port 0 to 65535; 0 selects a free port
 * @param stopTimeout how long {@link RosterServer#close()} waits for running requests; positive
 * @param trustedProxies the proxies whose {@code X-Forwarded-For} header is trusted
 * @param allowedOrigins the origins whose pages may call the API from a browser
 */
public record HttpSettings(
        String host, int port, Duration stopTimeout, TrustedProxies trustedProxies, AllowedOrigins allowedOrigins) {

    private static final Duration DEFAULT_STOP_TIMEOUT = Duration.ofSeconds(30);

    /**
     * Validates the values.
     *
     * @throws IllegalArgumentException if the port is out of range or the timeout is not positive
     */
    public HttpSettings {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(trustedProxies, "trustedProxies");
        Objects.requireNonNull(allowedOrigins, "allowedOrigins");
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be from 0 to 65535, but was " + port);
        }
        if (stopTimeout.isNegative() || stopTimeout.isZero()) {
            throw new IllegalArgumentException("stopTimeout must be positive, but was " + stopTimeout);
        }
    }

    /** Returns settings with a stop timeout of 30 seconds, no trusted proxy and no allowed origin. */
    public static HttpSettings on(String host, int port) {
        return new HttpSettings(host, port, DEFAULT_STOP_TIMEOUT, TrustedProxies.NONE, AllowedOrigins.NONE);
    }

    /**
     * Returns a copy with another stop timeout.
     *
     * @throws IllegalArgumentException if the timeout is not positive
     */
    public HttpSettings withStopTimeout(Duration timeout) {
        return new HttpSettings(host, port, timeout, trustedProxies, allowedOrigins);
    }

    /** Returns a copy that trusts these proxies. */
    public HttpSettings withTrustedProxies(TrustedProxies proxies) {
        return new HttpSettings(host, port, stopTimeout, proxies, allowedOrigins);
    }

    /** Returns a copy that allows these origins. */
    public HttpSettings withAllowedOrigins(AllowedOrigins origins) {
        return new HttpSettings(host, port, stopTimeout, trustedProxies, origins);
    }
}
