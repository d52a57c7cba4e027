package dev.roster.adapters.jdbc;

import dev.roster.adapters.jdbc.sql.JdbcDriver;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * URLs, driver properties and session settings of connections. Options in the user's URL override the driver properties
 * set here. Settings made by SQL always apply.
 */
final class ConnectionSettings {

    /**
     * In seconds. Shorter than the socket timeout, so that the server stops working on a statement before the client
     * gives up.
     */
    private static final int STATEMENT_TIMEOUT = 8;

    private static final String LOCK_TIMEOUT = "1s";

    private static final int SOCKET_TIMEOUT = 10;

    private ConnectionSettings() {}

    /** Returns the URL for the driver, with this module's options added. */
    static String url(Database db) {
        if (!db.isEmbedded()) {
            return db.jdbcUrl();
        }
        Map<String, String> options = new LinkedHashMap<>();
        options.put("MODE", "PostgreSQL");
        options.put("DATABASE_TO_LOWER", "TRUE");
        options.put("DEFAULT_NULL_ORDERING", "HIGH");
        options.put("LOCK_TIMEOUT", "1000");
        // Requests may still be running when the JVM shuts down; the storage closes the database after them.
        options.put("DB_CLOSE_ON_EXIT", "FALSE");
        if (db.isInMemory()) {
            options.put("DB_CLOSE_DELAY", "-1");
        } else {
            addDurabilityOptions(options);
        }
        Set<String> given = DatabaseUrl.h2Options(db.jdbcUrl()).stream()
                .map(DatabaseUrl::h2Key)
                .collect(Collectors.toSet());
        // With H2's default file access, interrupting one thread closes the file for all threads.
        StringBuilder url = new StringBuilder(db.jdbcUrl().replaceFirst("^" + Database.H2_FILE, "jdbc:h2:async:"));
        options.forEach((key, value) -> {
            if (!given.contains(key)) {
                url.append(';').append(key).append('=').append(value);
            }
        });
        return url.toString();
    }

    /** Adds the options that make acknowledged commits survive a crash of the process at any later time. */
    private static void addDurabilityOptions(Map<String, String> options) {
        // By default H2 acknowledges a commit up to half a second before writing it to the file.
        options.put("WRITE_DELAY", "0");
        // By default H2 overwrites space that the last version in the file still needs, from 45 seconds after the space
        // was first used. If the process is killed during such a write, the database opens with an older version,
        // without the newest commits.
        options.put("REUSE_SPACE", "FALSE");
        // Each commit appends the pages that it changed, so pages are small; EmbeddedFile compacts the file.
        options.put("PAGE_SIZE", "4096");
    }

    /** Returns driver properties for long work, such as a migration: only connecting has a timeout. */
    static Map<String, String> driverProperties(Database db) {
        Map<String, String> properties = new LinkedHashMap<>();
        if (db.isEmbedded()) {
            properties.put("user", "sa");
            properties.put("password", "");
        } else {
            properties.put("connectTimeout", "2");
            properties.put("tcpKeepAlive", "true");
            properties.put("ApplicationName", "roster");
            // The detail of a server's message quotes rows, and rows contain hashes.
            properties.put("logServerErrorDetail", "false");
        }
        Optional.ofNullable(db.user()).ifPresent(user -> properties.put("user", user));
        Optional.ofNullable(db.password()).ifPresent(password -> properties.put("password", password));
        return properties;
    }

    /** Returns driver properties for requests: a server that hangs causes a timeout. */
    static Map<String, String> driverPropertiesWithTimeouts(Database db) {
        Map<String, String> properties = driverProperties(db);
        if (!db.isEmbedded()) {
            properties.put("loginTimeout", "2");
            properties.put("socketTimeout", Integer.toString(SOCKET_TIMEOUT));
        }
        return properties;
    }

    /** Opens a connection outside any pool. */
    static Connection connect(Database db) throws SQLException {
        JdbcDriver.register(db.isEmbedded());
        Properties properties = new Properties();
        properties.putAll(driverProperties(db));
        return DriverManager.getConnection(url(db), properties);
    }

    /** Returns the SQL that each new connection to H2 runs first. */
    static String embeddedInitSql() {
        // With UTC, the time zone of the JVM does not affect how instants are read and written.
        return "set time zone 'UTC'";
    }

    /** Returns an SQL expression that applies the settings to a session of PostgreSQL which no other client uses. */
    static String forSession() {
        return String.join(
                " || ",
                // With UTC, the time zones of server and JVM do not affect how instants are read and written.
                set("TimeZone", "UTC", false),
                set("default_transaction_isolation", "read committed", false),
                set("lock_timeout", LOCK_TIMEOUT, false),
                set("statement_timeout", STATEMENT_TIMEOUT + "s", false));
    }

    /**
     * Returns SQL that applies the settings to one transaction of PostgreSQL, and ends with a semicolon.
     *
     * @param explicit whether the transaction has begun, so that a statement may set its isolation
     */
    static String forTransaction(boolean explicit) {
        return (explicit ? "set transaction isolation level read committed; " : "")
                + "select "
                + set("lock_timeout", LOCK_TIMEOUT, true)
                + ", "
                + set("statement_timeout", STATEMENT_TIMEOUT + "s", true)
                + "; ";
    }

    /** Returns how many statements {@link #forTransaction} returns. */
    static int statementsForTransaction(boolean explicit) {
        return explicit ? 2 : 1;
    }

    private static String set(String name, String value, boolean local) {
        return "set_config('%s', '%s', %s)".formatted(name, value, local);
    }
}
