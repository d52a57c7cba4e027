package dev.roster.adapters.jdbc;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a database is and how to log in. The URL holds no password when it comes from {@link #parse}; {@link #toString}
 * shows none in any case.
 *
 * @param jdbcUrl {@code jdbc:postgresql:…}, {@code jdbc:h2:file:…} or {@code jdbc:h2:mem:…}; options in it beat this
 *     module's own, but for the time limits of statements and locks and the session's time zone
 * @param user who logs in, or {@code null} for the driver's default
 * @param password their password, or {@code null} for none
 * @param poolSize the most connections held at once, at least 1
 */
public record Database(
        String jdbcUrl, @Nullable String user, @Nullable String password, int poolSize) {

    /** The pool size of whoever does not ask for one. */
    public static final int DEFAULT_POOL_SIZE = 10;

    static final String H2 = "jdbc:h2:";
    static final String H2_FILE = "jdbc:h2:file:";
    static final String H2_MEMORY = "jdbc:h2:mem:";

    /**
     * @throws IllegalArgumentException if the pool size is below 1
     */
    public Database {
        if (poolSize < 1) {
            throw new IllegalArgumentException("pool size must be at least 1, was " + poolSize);
        }
    }

    /**
     * Reads a JDBC URL for PostgreSQL or H2, or one in the style of libpq:
     * {@code postgresql://user:password@host:port/database} or {@code postgres://…}, percent-encoded. User and password
     * are taken out of the URL wherever they stand in it.
     *
     * @throws IllegalArgumentException if it is none of these; the message quotes no part that may be secret
     */
    public static Database parse(String url) {
        return DatabaseUrl.parse(url);
    }

    /** Whether the database runs inside this process, which is H2. */
    public boolean isEmbedded() {
        return jdbcUrl.startsWith(H2);
    }

    /**
     * The path that the names of an embedded database's files begin with, such as {@code ./roster-data/roster}; empty
     * for a database in memory and for PostgreSQL.
     */
    public Optional<Path> embeddedFile() {
        if (!jdbcUrl.startsWith(H2_FILE)) {
            return Optional.empty();
        }
        String path = DatabaseUrl.h2Name(jdbcUrl, H2_FILE);
        return Optional.of(
                path.startsWith("~/") ? Path.of(System.getProperty("user.home"), path.substring(2)) : Path.of(path));
    }

    /** The same database with a pool of another size. */
    public Database withPoolSize(int n) {
        return new Database(jdbcUrl, user, password, n);
    }

    boolean isInMemory() {
        return jdbcUrl.startsWith(H2_MEMORY);
    }

    /** The URL without options, which may hold secrets of their own. */
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
