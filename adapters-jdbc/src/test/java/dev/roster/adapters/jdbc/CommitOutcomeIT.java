package dev.roster.adapters.jdbc;

import static dev.roster.testkit.data.NewUserBuilder.aUser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roster.adapters.jdbc.EmptyDatabase.Kind;
import dev.roster.application.port.storage.CommitOutcomeUnknownException;
import dev.roster.domain.user.NewUser;
import dev.roster.testkit.server.TcpProxy;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Connections that are lost during a commit. */
class CommitOutcomeIT {

    @AutoClose
    private final EmptyDatabase postgres = Kind.POSTGRES.create();

    @AutoClose
    private final TcpProxy proxy;

    private final JooqStorage direct = postgres.open();
    private final JooqStorage storage;

    CommitOutcomeIT() throws Exception {
        Database db = postgres.database();
        URI server = URI.create(db.jdbcUrl().substring("jdbc:".length()));
        proxy = new TcpProxy(server.getHost(), server.getPort());
        String url = db.jdbcUrl().replace(server.getAuthority(), "localhost:" + proxy.port());
        storage = postgres.open(new Database(url, db.user(), db.password(), 2));
    }

    @Test
    void reportsUnknownOutcomeWhenCommitIsLostBeforeServer() {
        NewUser user = aUser().build();

        assertOutcomeUnknown(user, () -> proxy.disconnectBefore(CommitOutcomeIT::isCommit));

        assertThat(direct.users().findByEmail(user.email())).isEmpty();
    }

    @Test
    void reportsUnknownOutcomeWhenResponseToCommitIsLost() {
        NewUser user = aUser().build();

        assertOutcomeUnknown(user, () -> proxy.disconnectAfter(CommitOutcomeIT::isCommit));

        assertThat(direct.users().findByEmail(user.email())).isPresent();
    }

    @Test
    void reportsUnknownOutcomeOfAutoCommittedWrite() {
        NewUser user = aUser().build();
        proxy.disconnectAfter(said -> said.contains("insert into users"));

        assertThatExceptionOfType(CommitOutcomeUnknownException.class)
                .as("a statement that commits by itself")
                .isThrownBy(() -> storage.users().create(user));
        assertThat(direct.users().findByEmail(user.email())).isPresent();
    }

    @Test
    void neverRetriesAutoCommittedWrite() {
        NewUser user = aUser().build();
        proxy.disconnectBefore(said -> said.contains("insert into users"));

        assertThatExceptionOfType(CommitOutcomeUnknownException.class)
                .isThrownBy(() -> storage.users().create(user));
        proxy.forward();
        assertThat(direct.users().findByEmail(user.email())).isEmpty();
        assertThat(storage.users().create(user).email()).isEqualTo(user.email());
    }

    private static boolean isCommit(String said) {
        return said.contains("COMMIT");
    }

    private void assertOutcomeUnknown(NewUser user, Runnable trouble) {
        trouble.run();
        AtomicInteger runs = new AtomicInteger();

        assertThatExceptionOfType(CommitOutcomeUnknownException.class)
                .isThrownBy(() -> storage.inTransaction(unit -> {
                    runs.incrementAndGet();
                    return unit.users().create(user);
                }));

        assertThat(runs).as("never retried").hasValue(1);
        proxy.forward();
        NewUser next = aUser().build();
        assertThat(storage.inTransaction(unit -> unit.users().create(next)).email())
                .as("the next transaction gets a working connection")
                .isEqualTo(next.email());
    }
}
