package dev.roster.testkit.server;

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
 * A PostgreSQL server for the tests of one JVM, started or found with the first use, in the first of these ways that is
 * there:
 *
 * <ol>
 *   <li>the environment variable {@code TEST_DATABASE_URL}, such as {@code postgresql://test:test@localhost:5433/test_db}:
 *       that server; out of reach is a failure. Every test gets a schema of its own, dropped afterwards, so the server is
 *       left as it was found.
 *   <li>a container engine that answers: a container of {@code postgres:15}, by Testcontainers; unless the environment
 *       says {@code TEST_CONTAINERS=off}.
 *   <li>the binaries on the class path: PostgreSQL 15, its data in memory where the machine has room there.
 * </ol>
 *
 * The last two belong to the tests alone, so they give every test a database of its own, cloned from a prepared one in
 * milliseconds. Safe for use by many threads.
 */
public final class PostgresServer {

    private static @Nullable PostgresServer running;

    private final PostgresAddress address;
    private final ConcurrentMap<String, String> templates = new ConcurrentHashMap<>();

    private PostgresServer(PostgresAddress address) {
        this.address = address;
    }

    /**
     * The server, started if need be.
     *
     * @throws IllegalStateException if the way chosen does not lead to a server; the message says which and why
     */
    public static synchronized PostgresServer running() {
        if (running == null) {
            PostgresServer found = at(find(System.getenv()));
            ServerChoice.report(found.description());
            running = found;
        }
        return running;
    }

    static PostgresServer at(PostgresAddress address) {
        return new PostgresServer(address);
    }

    static PostgresAddress find(Map<String, String> environment) {
        String configured = environment.get("TEST_DATABASE_URL");
        if (configured != null && !configured.isBlank()) {
            return PostgresAddress.parse(configured, "TEST_DATABASE_URL");
        }
        if (ServerChoice.containersEnabled(environment)) {
            return PostgresContainer.start();
        }
        return EmbeddedPostgresServer.start();
    }

    /**
     * Which server, which version, and how it was found; such as {@code PostgreSQL 15.18 (embedded) at localhost:40123}.
     */
    public String description() {
        String version = query(address.mainDatabase(), "show server_version");
        return "PostgreSQL " + version.split(" ", 2)[0] + " (" + address.origin() + ") at " + address.host() + ":"
                + address.port();
    }

    /**
     * A database for one test alone, empty but for what {@code preparation} puts in.
     *
     * @param preparation names what is put in: databases of one name are prepared once and cloned where that is possible
     * @param prepare puts it in, and closes its connections before it returns
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
            throw new IllegalStateException("test server refused: " + sql, failed);
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
