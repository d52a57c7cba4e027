package dev.roster.adapters.http;

import dev.roster.adapters.http.jetty.AllowedOrigins;
import dev.roster.adapters.http.request.TrustedProxies;
import java.time.Duration;
import java.util.Objects;

/**
 * Where and how to serve.
 *
 * @param host the address or host name to listen on
 * @param port 0 to 65535; 0 takes a free one
 * @param stopTimeout how long {@link RosterServer#close()} waits for running requests; positive
 * @param trustedProxies whose word is taken for where requests come from
 * @param allowedOrigins whose pages may call from a browser
 */
public record HttpSettings(
        String host, int port, Duration stopTimeout, TrustedProxies trustedProxies, AllowedOrigins allowedOrigins) {

    private static final Duration DEFAULT_STOP_TIMEOUT = Duration.ofSeconds(30);

    /**
     * @throws IllegalArgumentException if the port is out of range or the timeout is not positive
     */
    public HttpSettings {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(trustedProxies, "trustedProxies");
        Objects.requireNonNull(allowedOrigins, "allowedOrigins");
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be from 0 to 65535, was " + port);
        }
        if (stopTimeout.isNegative() || stopTimeout.isZero()) {
            throw new IllegalArgumentException("stopTimeout must be positive, was " + stopTimeout);
        }
    }

    /** Serving there, with a stop timeout of 30 seconds, no proxy and no other origin. */
    public static HttpSettings on(String host, int port) {
        return new HttpSettings(host, port, DEFAULT_STOP_TIMEOUT, TrustedProxies.NONE, AllowedOrigins.NONE);
    }

    /**
     * The same, waiting so long for running requests.
     *
     * @throws IllegalArgumentException if the timeout is not positive
     */
    public HttpSettings withStopTimeout(Duration timeout) {
        return new HttpSettings(host, port, timeout, trustedProxies, allowedOrigins);
    }

    /** The same behind those proxies. */
    public HttpSettings withTrustedProxies(TrustedProxies proxies) {
        return new HttpSettings(host, port, stopTimeout, proxies, allowedOrigins);
    }

    /** The same for pages of those origins too. */
    public HttpSettings withAllowedOrigins(AllowedOrigins origins) {
        return new HttpSettings(host, port, stopTimeout, trustedProxies, origins);
    }
}
