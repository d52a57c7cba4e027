package dev.roster.testkit.server;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * A database, or a schema of one, for one test alone. Closing it drops it, whoever is still connected.
 *
 * @param jdbcUrl where it is, without user and password
 * @param user who may use it
 * @param password the user's password
 * @param discard drops it
 */
public record PostgresDatabase(String jdbcUrl, String user, String password, Runnable discard)
        implements AutoCloseable {

    /** The same in one URL, {@code postgresql://user:password@host:port/database}, as settings take it. */
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
