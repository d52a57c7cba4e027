package dev.roster.adapters.jdbc;

import static dev.roster.testkit.data.NewPostBuilder.aPostBy;
import static dev.roster.testkit.data.NewUserBuilder.aUser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.roster.application.port.storage.StorageUnavailableException;
import dev.roster.domain.PageRequest;
import dev.roster.domain.post.Post;
import dev.roster.domain.post.PostFilter;
import dev.roster.domain.user.User;
import dev.roster.testkit.conformance.Rendezvous;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A PgBouncer with transaction pooling between the storage and the server. Runs only where it is installed. */
@Timeout(120)
class PgBouncerIT {

    private static final int CALLERS = 8;

    private EmbeddedPostgres server;
    private PgBouncer pooler;
    private Database database;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        Optional<Path> program = PgBouncer.program();
        if (program.isEmpty()) {
            System.err.println("PgBouncerIT did not run: pgbouncer is not installed");
        }
        assumeTrue(program.isPresent(), "pgbouncer is not installed");
        server = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
        pooler = PgBouncer.start(program.orElseThrow(), folder, server.getPort());
        database = Database.parse(pooler.url()).withPoolSize(6);
    }

    @AfterEach
    void stop() throws Exception {
        if (pooler != null) {
            pooler.close();
            server.close();
        }
    }

    @Test
    void servesWithPlainUrlAndLeavesNothingBehind() throws Exception {
        List<String> before = settingsOfSessions();
        Schema.migrate(database);
        try (JooqStorage storage = JooqStorage.open(database)) {
            User user = storage.users().create(aUser().build());

            var outcomes = Rendezvous.run(CALLERS, i -> () -> useEverything(storage, user));

            assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome.get()).isTrue());
            assertThat(storage.posts()
                            .findPaginated(PageRequest.first(), PostFilter.all())
                            .total())
                    .isEqualTo(CALLERS * 20L);
            assertThat(settingsOfSessions()).as("what other clients get").isEqualTo(before);
            assertThat(query(
                            server.getPostgresDatabase().getConnection(),
                            "select count(*) from pg_locks" + " where locktype = 'advisory'"))
                    .as("locks of migrations")
                    .isEqualTo("0");
        }
    }

    /** Makes calls of all kinds, more often than the driver executes a statement before it prepares it. */
    private static boolean useEverything(JooqStorage storage, User user) {
        for (int i = 0; i < 10; i++) {
            Post post = storage.posts().create(aPostBy(user.id()).published().build());
            storage.inTransaction(unit -> {
                unit.users().findById(user.id());
                unit.auditLog().findLatest(1);
                return unit.posts().create(aPostBy(user.id()).build());
            });
            assertThat(storage.posts().findById(post.id())).contains(post);
            assertThat(storage.credentials().findByUserId(user.id())).isEmpty();
            storage.ping();
        }
        return true;
    }

    @Test
    void limitsEachTransactionAlsoInNewSessions() throws Exception {
        try (Connection connection = PostgresDataSource.forRequests(database).getConnection()) {
            for (int i = 0; i < 2; i++) {
                assertThat(limits(connection)).isEqualTo("8s 1s read committed");
                connection.setAutoCommit(false);
                assertThat(limits(connection)).as("first statement").isEqualTo("8s 1s read committed");
                assertThat(limits(connection)).as("second statement").isEqualTo("8s 1s read committed");
                connection.rollback();
                assertThat(limits(connection)).as("next transaction").isEqualTo("8s 1s read committed");
                connection.commit();
                connection.setAutoCommit(true);
                terminateSessions();
            }
        }
    }

    @Test
    void givesUpWaitingForLock() throws Exception {
        Schema.migrate(database);
        try (JooqStorage storage = JooqStorage.open(database);
                Connection administrator = server.getPostgresDatabase().getConnection();
                Statement lock = administrator.createStatement()) {
            administrator.setAutoCommit(false);
            lock.execute("lock table posts");

            assertThatExceptionOfType(StorageUnavailableException.class)
                    .isThrownBy(() -> storage.posts().findPaginated(PageRequest.first(), PostFilter.all()))
                    .withMessageContaining("55P03");

            administrator.rollback();
            assertThatCode(() -> storage.posts().findPaginated(PageRequest.first(), PostFilter.all()))
                    .doesNotThrowAnyException();
        }
    }

    private static String limits(Connection connection) throws SQLException {
        String query = "select concat_ws(' ', current_setting('statement_timeout'), current_setting('lock_timeout'),"
                + " current_setting('transaction_isolation'))";
        try (PreparedStatement statement = connection.prepareStatement(query);
                ResultSet result = statement.executeQuery()) {
            result.next();
            return result.getString(1);
        }
    }

    /** Returns what another client finds in each session of the server, all of which it uses at once. */
    private List<String> settingsOfSessions() throws SQLException {
        List<Connection> clients = new ArrayList<>();
        try {
            List<String> found = new ArrayList<>();
            for (int i = 0; i < PgBouncer.SESSIONS; i++) {
                Connection client = DriverManager.getConnection(
                        database.jdbcUrl() + "?prepareThreshold=0", database.user(), database.password());
                clients.add(client);
                client.setAutoCommit(false);
                found.add(query(
                        client,
                        "select concat_ws(' ', current_setting('statement_timeout'),"
                                + " current_setting('lock_timeout'), current_setting('search_path'),"
                                + " current_setting('default_transaction_isolation'),"
                                + " (select count(*) from pg_prepared_statements))"));
            }
            return found;
        } finally {
            for (Connection client : clients) {
                client.close();
            }
        }
    }

    private void terminateSessions() throws SQLException {
        query(
                server.getPostgresDatabase().getConnection(),
                "select count(pg_terminate_backend(pid, 10000))"
                        + " from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()");
    }

    private static String query(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }
}
