package dev.roster.adapters.jdbc;

import static dev.roster.testkit.data.NewUserBuilder.aUser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roster.application.port.storage.CommitOutcomeUnknownException;
import dev.roster.application.port.storage.StorageUnavailableException;
import dev.roster.domain.user.User;
import dev.roster.testkit.conformance.Rendezvous;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A PostgreSQL that becomes read-only, or whose synchronous standby is dead, on a server of this test's own. */
@Timeout(120)
class PostgresRoleIT {

    private static final int POOL = 5;

    private EmbeddedPostgres server;
    private Database database;
    private JooqStorage storage;
    private volatile boolean stalled;

    @BeforeEach
    void start() throws IOException {
        server = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "off")
                .setServerConfig("synchronous_commit", "on")
                .start();
        database = Database.parse(server.getJdbcUrl("postgres", "postgres") + "&password=postgres&socketTimeout=2")
                .withPoolSize(POOL);
        Schema.migrate(database);
        storage = JooqStorage.open(database);
    }

    @AfterEach
    void stop() throws IOException, SQLException {
        endStalledCommits();
        storage.close();
        server.close();
    }

    @Test
    void writesAgainAfterReadOnlyConnections() throws Exception {
        connectReadOnly();

        int failures = 0;
        while (!isStored()) {
            failures++;
            assertThat(failures).as("failed writes").isLessThanOrEqualTo(1);
        }

        assertThat(isStored()).isTrue();
    }

    @Test
    void reportsReadOnlyDatabaseAndReplacesConnections() throws Exception {
        connectReadOnly();

        assertThatExceptionOfType(StorageUnavailableException.class)
                .isThrownBy(storage::ping)
                .withMessageContaining("read-only");

        assertThat(isStored()).as("the first write after the check").isTrue();
        assertThatCode(storage::ping).doesNotThrowAnyException();
    }

    @Test
    void readsWhileCommitsAreStalledAndBoundsThem() throws Exception {
        User user = storage.users().create(aUser().build());
        loseStandby();

        var outcomes = Rendezvous.run(3 * POOL, i -> () -> i % 3 == 0 ? read(user) : writes(4));

        assertThat(outcomes)
                .allSatisfy(outcome -> assertThat(outcome.get()).isNotEqualTo("read failed"))
                .anySatisfy(outcome -> assertThat(outcome.get()).isEqualTo("unknown"));
        assertThat(stalledCommits())
                .as("one of this test, and four of the storage")
                .isBetween(2, POOL);
        assertThatExceptionOfType(StorageUnavailableException.class)
                .isThrownBy(storage::ping)
                .withMessageContaining("commits wait for a synchronous standby");

        endStalledCommits();
        assertThat(isStored()).isTrue();
        assertThatCode(storage::ping).doesNotThrowAnyException();
    }

    private String read(User user) {
        try {
            return storage.users().findById(user.id()).isPresent() ? "read" : "missing";
        } catch (StorageUnavailableException failed) {
            return "read failed";
        }
    }

    /** Tries to write several times and returns the outcome of the first try. */
    private String writes(int tries) {
        String first = "";
        for (int i = 0; i < tries; i++) {
            String outcome;
            try {
                storage.users().create(aUser().build());
                outcome = "stored";
            } catch (CommitOutcomeUnknownException unknown) {
                outcome = "unknown";
            } catch (StorageUnavailableException refused) {
                outcome = "refused";
            }
            first = first.isEmpty() ? outcome : first;
        }
        return first;
    }

    /** Fills the pool with connections to a read-only database, which then accepts writes of new connections. */
    private void connectReadOnly() throws Exception {
        storage.close();
        execute("alter database postgres set default_transaction_read_only = on");
        storage = JooqStorage.open(database);
        CyclicBarrier allOpen = new CyclicBarrier(POOL - 1);
        Rendezvous.run(
                        POOL - 1,
                        i -> () -> storage.inTransaction(
                                unit -> allOpen.await(Rendezvous.TIMEOUT.toSeconds(), TimeUnit.SECONDS)))
                .forEach(outcome -> assertThat(outcome.get()).isNotNegative());
        execute("begin read write; alter database postgres set default_transaction_read_only = off; commit");
    }

    private boolean isStored() {
        try {
            storage.users().create(aUser().build());
            return true;
        } catch (StorageUnavailableException refused) {
            return false;
        }
    }

    private int stalledCommits() throws SQLException {
        return Integer.parseInt(query("select count(*) from pg_stat_activity where wait_event = 'SyncRep'")
                .get(0));
    }

    private void endStalledCommits() throws SQLException {
        execute("alter system set synchronous_standby_names = ''");
        execute("select pg_reload_conf()");
        while (stalledCommits() > 0) {
            Thread.onSpinWait();
        }
    }

    /** Names a standby that does not exist, and waits until the server waits for it: one commit of this test hangs. */
    private void loseStandby() throws SQLException {
        execute("alter system set synchronous_standby_names = 'dead'");
        execute("select pg_reload_conf()");
        Thread commits = new Thread(this::commitUntilStalled, "commits");
        commits.setDaemon(true);
        commits.start();
        while (stalledCommits() == 0) {
            Thread.onSpinWait();
        }
        stalled = true;
    }

    private void commitUntilStalled() {
        try {
            while (!stalled) {
                execute("comment on database postgres is 'changed'");
            }
        } catch (SQLException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> query(String sql) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return List.of(result.getString(1));
        }
    }
}
