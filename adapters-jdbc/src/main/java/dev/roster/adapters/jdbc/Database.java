package dev.roster.adapters.jdbc;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Location of a database and the credentials to log in. A URL returned by {@link #parse} contains no password; {@link
 * #toString} never shows one.
 *
 * @param jdbcUrl {@code jdbc:postgresql:…}, {@code jdbc:h2:file:…} or {@code jdbc:h2:mem:…}; its options override this
 *     module's own, except the time limits of statements and locks and the session's time zone
 * @param user the user name, or {@code null} for the driver's default
 * @param password the password, or {@code null} for none
 * @param poolSize the maximum number of open connections, at least 1
 */
public record Database(
        String jdbcUrl, @Nullable String user, @Nullable String password, int poolSize) {

    /** The pool size if none is given. */
    public static final int DEFAULT_POOL_SIZE = 10;

    static final String H2 = "jdbc:h2:";
    static final String H2_FILE = "jdbc:h2:file:";
    static final String H2_MEMORY = "jdbc:h2:mem:";

    /**
     * Checks the pool size.
     *
     * @throws IllegalArgumentException if the pool size is below 1
     */
    public Database {
        if (poolSize < 1) {
            throw new IllegalArgumentException("pool size must be at least 1, was " + poolSize);
        }
    }

    /**
     * Parses a JDBC URL for PostgreSQL or H2, or a percent-encoded URL as libpq accepts it: {@code
     * postgresql://user:password@host:port/database} or {@code postgres://…}. User and password are removed from the
     * URL, also if they are given as options.
     *
     * @throws IllegalArgumentException if the URL has none of these forms; the message quotes no part that may be
     *     secret
     */
    public static Database parse(String url) {
        return DatabaseUrl.parse(url);
    }

    /** Returns whether the database is H2, which runs inside this process. */
    public boolean isEmbedded() {
        return jdbcUrl.startsWith(H2);
    }

    /**
     * Returns the path with which the names of an embedded database's files begin, such as {@code
     * ./roster-data/roster}; empty for an in-memory database and for PostgreSQL.
     */
    public Optional<Path> embeddedFile() {
        if (!jdbcUrl.startsWith(H2_FILE)) {
            return Optional.empty();
        }
        String path = DatabaseUrl.h2Name(jdbcUrl, H2_FILE);
        return Optional.of(
                path.startsWith("~/") ? Path.of(System.getProperty("user.home"), path.substring(2)) : Path.of(path));
    }

    /** Returns the same database with another pool size. */
    public Database withPoolSize(int n) {
        return new Database(jdbcUrl, user, password, n);
    }

    boolean isInMemory() {
        return jdbcUrl.startsWith(H2_MEMORY);
    }

    /** Returns the URL without credentials and options, which may contain secrets. */
    String redactedUrl() {
        int end = jdbcUrl.length();
        for (char separator : new char[] {'?', ';'}) {
            int at = jdbcUrl.indexOf(separator);
            end = at < 0 ? end : Math.min(end, at);
        }
        String place = jdbcUrl.substring(0, end);
        int at = place.lastIndexOf('@');
        return at < 0 ? place : "jdbc:postgresql://" + place.substring(at + 1);
    }

    @Override
    public String toString() {
        return "Database[" + redactedUrl() + "]";
    }
}
