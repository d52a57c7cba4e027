package dev.roster.testkit.server;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Database or schema of a single test. Closing it drops it and ends remaining connections.
 *
 * @param jdbcUrl the URL, without user and password
 * @param user the name of its user
 * @param password the user's password
 * @param discard drops it
 */
public record PostgresDatabase(String jdbcUrl, String user, String password, Runnable discard)
        implements AutoCloseable {

    /** Returns the whole address as a URL for settings: {@code postgresql://user:password@host:port/database}. */
    public String url() {
        URI uri = URI.create(jdbcUrl.substring("jdbc:".length()));
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return "postgresql://" + encoded(user) + ":" + encoded(password) + "@" + uri.getHost() + ":" + uri.getPort()
                + uri.getRawPath() + query;
    }

    @Override
    public void close() {
        discard.run();
    }

    @Override
    public String toString() {
        return "PostgresDatabase[" + jdbcUrl + "]";
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
