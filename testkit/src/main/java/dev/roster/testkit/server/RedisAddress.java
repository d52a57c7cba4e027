package dev.roster.testkit.server;

import java.net.URI;
import java.net.URISyntaxException;

/** Address of a server. */
record RedisAddress(String host, int port, String url, String origin) {

    private static final int DEFAULT_PORT = 6379;

    /**
     * Parses {@code redis://user:password@host:port/database}, or {@code rediss:} for TLS. Only the host is required.
     */
    static RedisAddress parse(String url, String setting) {
        try {
            URI uri = new URI(url);
            boolean redis = "redis".equals(uri.getScheme()) || "rediss".equals(uri.getScheme());
            if (redis && uri.getHost() != null) {
                return new RedisAddress(
                        uri.getHost(), uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(), withPort(uri), setting);
            }
        } catch (URISyntaxException malformed) {
            throw unusable(setting);
        }
        throw unusable(setting);
    }

    static RedisAddress of(String host, int port, String origin) {
        return new RedisAddress(host, port, "redis://" + host + ":" + port, origin);
    }

    /** Adds the default port, which some clients do not know. */
    private static String withPort(URI uri) {
        String login = uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo() + "@";
        int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
        return uri.getScheme() + "://" + login + uri.getHost() + ":" + port + uri.getRawPath();
    }

    @Override
    public String toString() {
        return origin + " at " + host + ":" + port;
    }

    private static IllegalStateException unusable(String setting) {
        // The value may contain a password, so it is not printed.
        return new IllegalStateException(setting + " must have the form redis://localhost:6379/1");
    }
}
