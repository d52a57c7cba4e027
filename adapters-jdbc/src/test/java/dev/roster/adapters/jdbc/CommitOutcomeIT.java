package dev.roster.adapters.jdbc;

import static dev.roster.testkit.data.NewUserBuilder.aUser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roster.application.port.storage.CommitOutcomeUnknownException;
import dev.roster.domain.user.NewUser;
import dev.roster.testkit.server.TcpProxy;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connections that are lost during a commit. */
class CommitOutcomeIT {

    private final EmptyDatabase postgres = EmptyDatabase.postgres();
    private final JooqStorage direct = postgres.open();
    private TcpProxy proxy;
    private JooqStorage storage;

    @BeforeEach
    void openThroughProxy() throws Exception {
        String[] hostAndRest = postgres.database().jdbcUrl().split("//", 2);
        String address = hostAndRest[1].substring(0, hostAndRest[1].indexOf('/'));
        int colon = address.lastIndexOf(':');
        proxy = new TcpProxy(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
        String url = postgres.database().jdbcUrl().replace(address, "localhost:" + proxy.port());
        storage = JooqStorage.open(new Database(
                url, postgres.database().user(), postgres.database().password(), 2));
    }

    @AfterEach
    void close() throws Exception {
        storage.close();
        proxy.close();
        direct.close();
        postgres.close();
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
