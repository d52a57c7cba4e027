package dev.roster.adapters.jdbc;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

/** What is told to the drivers. What the user's URL says beats the drivers' properties here; what is set by SQL holds always. */
final class ConnectionSettings {

    /** Seconds; a client that gives up must not leave the server working, so that comes first. */
    private static final int STATEMENT_TIMEOUT = 8;

    private static final int SOCKET_TIMEOUT = 10;

    private ConnectionSettings() {}

    /** The URL for the driver, this module's options added. */
    static String url(Database db) {
        if (!db.isEmbedded()) {
            return db.jdbcUrl();
        }
        Map<String, String> options = new LinkedHashMap<>();
        options.put("MODE", "PostgreSQL");
        options.put("DATABASE_TO_LOWER", "TRUE");
        options.put("DEFAULT_NULL_ORDERING", "HIGH");
        options.put("LOCK_TIMEOUT", "1000");
        // Requests may still be running when the JVM is told to stop; the storage closes the database after them.
        options.put("DB_CLOSE_ON_EXIT", "FALSE");
        if (db.isInMemory()) {
            options.put("DB_CLOSE_DELAY", "-1");
        } else {
            addDurabilityOptions(options);
        }
        Set<String> given = DatabaseUrl.h2Options(db.jdbcUrl()).stream()
                .map(DatabaseUrl::h2Key)
                .collect(Collectors.toSet());
        // Files opened the usual way are closed, for everybody, by the interruption of whoever is using them.
        StringBuilder url = new StringBuilder(db.jdbcUrl().replaceFirst("^" + Database.H2_FILE, "jdbc:h2:async:"));
        options.forEach((key, value) -> {
            if (!given.contains(key)) {
                url.append(';').append(key).append('=').append(value);
            }
        });
        return url.toString();
    }

    /** What it takes for a commit, once acknowledged, to survive the death of the process at any later time. */
    private static void addDurabilityOptions(Map<String, String> options) {
        // The default acknowledges commits up to half a second before they are in the file.
        options.put("WRITE_DELAY", "0");
        // By default H2 writes over space that the last version in the file still needs, from 45 seconds after it was
        // first used. A process killed at such a write comes back with an older version, less the newest commits.
        options.put("REUSE_SPACE", "FALSE");
        // Each commit appends the pages it changed, so they are small; EmbeddedFile deals with what piles up.
        options.put("PAGE_SIZE", "4096");
    }

    /** Driver properties for work that may take its time, such as a migration. */
    static Map<String, String> driverProperties(Database db) {
        Map<String, String> properties = new LinkedHashMap<>();
        if (db.isEmbedded()) {
            properties.put("user", "sa");
            properties.put("password", "");
        } else {
            properties.put("connectTimeout", "2");
            properties.put("tcpKeepAlive", "true");
            properties.put("ApplicationName", "roster");
            // The detail of a server's message quotes rows, and rows hold hashes.
            properties.put("logServerErrorDetail", "false");
        }
        String user = db.user();
        if (user != null) {
            properties.put("user", user);
        }
        String password = db.password();
        if (password != null) {
            properties.put("password", password);
        }
        return properties;
    }

    /** Driver properties for requests: a server that hangs is given up. */
    static Map<String, String> driverPropertiesWithTimeouts(Database db) {
        Map<String, String> properties = driverProperties(db);
        if (!db.isEmbedded()) {
            properties.put("loginTimeout", "2");
            properties.put("socketTimeout", Integer.toString(SOCKET_TIMEOUT));
        }
        return properties;
    }

    /** A connection apart from any pool. */
    static Connection connect(Database db) throws SQLException {
        Properties properties = new Properties();
        properties.putAll(driverProperties(db));
        return DriverManager.getConnection(url(db), properties);
    }

    /** What each new connection is told first. */
    static String initSql(Database db) {
        // In UTC no server or JVM setting has a say in how instants are read and written.
        return db.isEmbedded()
                ? "set time zone 'UTC'"
                : "set time zone 'UTC'; set lock_timeout = '1s'; set statement_timeout = '" + STATEMENT_TIMEOUT + "s'";
    }
}
