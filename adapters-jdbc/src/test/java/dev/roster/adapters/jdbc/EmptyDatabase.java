package dev.roster.adapters.jdbc;

import dev.roster.adapters.jdbc.sql.Statements;
import dev.roster.testkit.server.PostgresDatabase;
import dev.roster.testkit.server.PostgresServer;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** A database for one test, with empty tables of the current version. Used by one thread. */
public final class EmptyDatabase implements AutoCloseable {

    /** The latest version of the schema. It is the same for all kinds, although their scripts differ. */
    static final int LATEST_VERSION = 7;

    private final Database database;
    private final Runnable discard;
    private final Deque<Runnable> opened = new ArrayDeque<>();

    private EmptyDatabase(Database database, Runnable discard) {
        this.database = database;
        this.discard = discard;
    }

    /** The kinds of databases, for tests that run on each. */
    public enum Kind {
        POSTGRES,
        H2_IN_MEMORY,
        H2_FILE;

        public EmptyDatabase create() {
            if (this == POSTGRES) {
                return postgres("roster-adapters-jdbc", Schema::migrate);
            }
            EmptyDatabase empty = createWithoutTables();
            empty.execute(H2Tables.SCRIPT);
            return empty;
        }

        /** Returns a database without any tables. */
        EmptyDatabase createWithoutTables() {
            return switch (this) {
                case POSTGRES -> postgres("nothing", fresh -> {});
                case H2_IN_MEMORY -> new EmptyDatabase(Database.parse("jdbc:h2:mem:" + UUID.randomUUID()), () -> {});
                case H2_FILE -> inNewFolder();
            };
        }
    }

    private static EmptyDatabase postgres(String preparation, Consumer<Database> prepare) {
        PostgresDatabase own =
                PostgresServer.running().database(preparation, fresh -> prepare.accept(Database.parse(fresh.url())));
        return new EmptyDatabase(Database.parse(own.url()).withPoolSize(8), own::close);
    }

    private static EmptyDatabase inNewFolder() {
        try {
            Path folder = Files.createTempDirectory("roster-h2");
            return new EmptyDatabase(Database.parse("jdbc:h2:file:" + folder.resolve("roster")), () -> delete(folder));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** SQL that creates the tables on H2; ten times as fast as migrating. */
    private static final class H2Tables {

        static final String SCRIPT;

        static {
            try (EmptyDatabase migrated = Kind.H2_FILE.createWithoutTables()) {
                Schema.migrate(migrated.database());
                SCRIPT = String.join("\n", migrated.rows("script"));
            }
        }
    }

    public Database database() {
        return database;
    }

    /** Opens a storage, which is closed with this database. */
    public JooqStorage open() {
        return open(database);
    }

    /** Opens a storage with other settings. */
    JooqStorage open(Database settings) {
        JooqStorage storage = JooqStorage.open(settings);
        opened.push(storage::close);
        return storage;
    }

    /** Opens a connection outside any pool, which is closed with this database. */
    public Connection connect() {
        try {
            Connection connection = ConnectionSettings.connect(database);
            opened.push(() -> close(connection));
            return connection;
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Returns a configuration of Flyway with the scripts for this database. */
    FluentConfiguration flyway() {
        String user = Objects.requireNonNullElse(database.user(), "sa");
        return Flyway.configure()
                .dataSource(ConnectionSettings.url(database), user, database.password())
                .locations(Schema.locations(database))
                .javaMigrations(new MailboxKeys());
    }

    /** Returns a factory of statements in the dialect of this database. */
    public DSLContext sql() {
        return DSL.using(JooqStorage.configuration(database));
    }

    /** Returns statements in a transaction of their own, whose SQL is added to the given list. */
    public Statements recordedStatements(List<String> executed) {
        Connection connection = connect();
        Connection recording = (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("prepareStatement")) {
                        executed.add(String.valueOf(arguments[0]));
                    }
                    return method.invoke(connection, arguments);
                });
        return new OpenTransaction(
                recording, DSL.using(JooqStorage.configuration(database).derive(recording)));
    }

    /** Executes SQL directly, without a storage. */
    public void execute(String sql) {
        try (Connection connection = ConnectionSettings.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException("failed: " + sql, failed);
        }
    }

    /** Returns the rows of a query, each with its columns joined by {@code |}. */
    public List<String> rows(String query) {
        List<String> found = new ArrayList<>();
        try (Connection connection = ConnectionSettings.connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                StringJoiner row = new StringJoiner("|");
                for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                    row.add(rows.getString(column));
                }
                found.add(row.toString());
            }
        } catch (SQLException failed) {
            throw new IllegalStateException("failed: " + query, failed);
        }
        return found;
    }

    @Override
    public void close() {
        try {
            opened.forEach(Runnable::run);
        } finally {
            discard.run();
        }
    }
}
