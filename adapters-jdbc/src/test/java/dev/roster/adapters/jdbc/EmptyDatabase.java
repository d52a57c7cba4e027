package dev.roster.adapters.jdbc;

import dev.roster.application.port.storage.Storage;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.server.PostgresDatabase;
import dev.roster.testkit.server.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.stream.Stream;
import org.jooq.Configuration;

/** A database for one test, with empty tables of the current version. */
public record EmptyDatabase(Database database, Runnable discard) implements AutoCloseable {

    public static EmptyDatabase postgres() {
        PostgresDatabase own = PostgresServer.running()
                .database("roster-adapters-jdbc", fresh -> Schema.migrate(Database.parse(fresh.url())));
        return new EmptyDatabase(Database.parse(own.url()).withPoolSize(8), own::close);
    }

    /** Opens a connection outside any pool. */
    public static Connection connect(Database db) throws SQLException {
        return ConnectionSettings.connect(db);
    }

    public static Configuration configuration(Database db) {
        return JooqStorage.configuration(db);
    }

    public static EmptyDatabase h2InMemory() {
        EmptyDatabase empty = newMemory();
        MigratedH2.copyToMemory(empty.database());
        return empty;
    }

    private static EmptyDatabase newMemory() {
        return new EmptyDatabase(Database.parse("jdbc:h2:mem:" + UUID.randomUUID()), () -> {});
    }

    public static EmptyDatabase h2File() {
        EmptyDatabase empty = newFile();
        MigratedH2.copyToFile(empty.database());
        return empty;
    }

    /** Returns a database without any tables. */
    static EmptyDatabase newFile() {
        Path folder = newFolder();
        return new EmptyDatabase(Database.parse("jdbc:h2:file:" + folder.resolve("roster")), () -> delete(folder));
    }

    private static EmptyDatabase newPostgres() {
        PostgresDatabase own = PostgresServer.running().database("nothing", fresh -> {});
        return new EmptyDatabase(Database.parse(own.url()).withPoolSize(8), own::close);
    }

    /** The kinds of databases, for tests that run on each. */
    public enum Kind {
        POSTGRES,
        H2_IN_MEMORY,
        H2_FILE;

        /** Returns the latest version. It is the same for all kinds, although their scripts differ. */
        int latestVersion() {
            return 5;
        }

        public EmptyDatabase create() {
            return switch (this) {
                case POSTGRES -> postgres();
                case H2_IN_MEMORY -> h2InMemory();
                case H2_FILE -> h2File();
            };
        }

        /** Returns a database without any tables. */
        EmptyDatabase createWithoutTables() {
            return switch (this) {
                case POSTGRES -> newPostgres();
                case H2_IN_MEMORY -> newMemory();
                case H2_FILE -> newFile();
            };
        }
    }

    public JooqStorage open() {
        return JooqStorage.open(database);
    }

    /** Executes SQL directly, without the storage. */
    void execute(String sql) throws SQLException {
        try (Connection connection = ConnectionSettings.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Returns all rows of a table. */
    public List<String> rows(String table) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = ConnectionSettings.connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select * from " + table)) {
            while (rows.next()) {
                StringJoiner row = new StringJoiner("|");
                for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                    row.add(rows.getString(column));
                }
                found.add(row.toString());
            }
        }
        return found;
    }

    /** Returns a backend for contracts; each of its clients has its own pool. */
    public Backend<Storage> backend() {
        return Backend.of(this::open, discard::run);
    }

    @Override
    public void close() {
        discard.run();
    }

    static Path newFolder() {
        try {
            return Files.createTempDirectory("roster-h2");
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    static void delete(Path folder) {
        try {
            List<Path> paths;
            try (Stream<Path> walk = Files.walk(folder)) {
                paths = walk.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path path : paths) {
                Files.delete(path);
            }
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
