package dev.roster.adapters.jdbc;

import static dev.roster.testkit.data.NewUserBuilder.aUser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roster.adapters.jdbc.EmptyDatabase.Kind;
import dev.roster.application.port.security.Credentials;
import dev.roster.application.port.security.PasswordHash;
import dev.roster.application.port.storage.StorageUnavailableException;
import dev.roster.application.port.storage.TransactionConflictException;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.domain.PageRequest;
import dev.roster.domain.user.User;
import dev.roster.testkit.conformance.Rendezvous;
import dev.roster.testkit.conformance.Rendezvous.Outcome;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Transactions that conflict, and transactions whose work hides failures. */
@ParameterizedClass
@EnumSource
class TransactionRetryIT {

    private final Kind kind;

    @AutoClose
    private final EmptyDatabase empty;

    private final JooqStorage storage;

    TransactionRetryIT(Kind kind) {
        this.kind = kind;
        this.empty = kind.create();
        this.storage = empty.open();
    }

    @Test
    void retriesTransactionAfterDeadlock() throws Exception {
        User one = createUserWithPassword();
        User two = createUserWithPassword();
        CountDownLatch bothHoldOne = new CountDownLatch(2);
        AtomicInteger runs = new AtomicInteger();

        List<Outcome<Boolean>> outcomes = Rendezvous.run(
                2,
                i -> () -> storage.inTransaction(unit -> {
                    runs.incrementAndGet();
                    boolean first = unit.credentials().endSessions(i == 0 ? one.id() : two.id());
                    bothHoldOne.countDown();
                    bothHoldOne.await(Rendezvous.TIMEOUT.toSeconds(), TimeUnit.SECONDS);
                    return first && unit.credentials().endSessions(i == 0 ? two.id() : one.id());
                }));

        assertThat(outcomes).allMatch(Outcome::get);
        assertThat(runs.get()).as("one transaction was retried").isGreaterThan(2);
        for (User user : List.of(one, two)) {
            assertThat(storage.credentials().findByUserId(user.id()))
                    .get()
                    .extracting(Credentials::sessionEpoch)
                    .isEqualTo(3L);
        }
    }

    private User createUserWithPassword() {
        User user = storage.users().create(aUser().build());
        storage.credentials().setPassword(user.id(), new PasswordHash("h"));
        return user;
    }

    @Test
    void reportsConflictAfterAllRetries() throws Exception {
        User user = storage.users().create(aUser().build());
        JooqStorage impatient = openWithShortLockTimeout();
        causeConflicts(user);
        AtomicInteger runs = new AtomicInteger();

        assertThatExceptionOfType(TransactionConflictException.class)
                .isThrownBy(() -> impatient.inTransaction(unit -> {
                    runs.incrementAndGet();
                    unit.users().create(aUser().build());
                    return unit.users().update(user.withName("Late"));
                }));

        assertThat(runs).hasValue(5);
        assertThat(storage.users().findAll(PageRequest.first()).items()).containsExactly(user);
    }

    private JooqStorage openWithShortLockTimeout() {
        return empty.open(
                kind == Kind.POSTGRES
                        ? empty.database()
                        : Database.parse(empty.database().jdbcUrl() + ";LOCK_TIMEOUT=50"));
    }

    /**
     * Makes each update of the user conflict: on H2 by a held lock; on PostgreSQL, which waits longer for locks, by a
     * trigger.
     */
    private void causeConflicts(User user) throws SQLException {
        if (kind == Kind.POSTGRES) {
            empty.execute("create function lose() returns trigger language plpgsql as"
                    + " $$ begin raise exception using errcode = '40001'; end $$");
            empty.execute("create trigger lose before update on users execute function lose()");
        } else {
            lockRow(user);
        }
    }

    private Connection lockRow(User user) throws SQLException {
        Connection rival = empty.connect();
        rival.setAutoCommit(false);
        try (Statement statement = rival.createStatement()) {
            statement.execute("update users set bio = 'mine' where id = " + user.id());
        }
        return rival;
    }

    @Test
    void reportsLockTimeoutAsConflict() throws Exception {
        User user = storage.users().create(aUser().build());
        JooqStorage impatient = openWithShortLockTimeout();
        Connection rival = lockRow(user);

        assertThatExceptionOfType(TransactionConflictException.class)
                .isThrownBy(() -> impatient.users().delete(user.id()));

        rival.rollback();
        assertThat(impatient.users().delete(user.id())).isTrue();
    }

    @Test
    void rollsBackWhenWorkSwallowsFailure() {
        User user = storage.users().create(aUser().build());
        empty.execute("alter table users add constraint never check (name <> 'Never')");

        assertThatExceptionOfType(StorageUnavailableException.class)
                .isThrownBy(() -> storage.inTransaction(unit -> {
                    unit.users().create(aUser().build());
                    swallowFailure(unit, user);
                    return null;
                }))
                .withMessageContaining("SQLState 23");
        assertThatThrownBy(() -> storage.inTransaction(unit -> {
                    swallowFailure(unit, user);
                    throw new IOException("planned");
                }))
                .isInstanceOf(IOException.class);

        assertThat(storage.users().findAll(PageRequest.first()).items()).containsExactly(user);
    }

    private static void swallowFailure(UnitOfWork unit, User user) {
        assertThatExceptionOfType(StorageUnavailableException.class)
                .isThrownBy(() -> unit.users().update(user.withName("Never")));
        assertThatExceptionOfType(StorageUnavailableException.class)
                .as("all later calls fail in the same way")
                .isThrownBy(() -> unit.users().findById(user.id()));
    }

    @Test
    void failuresRevealNoSecrets() {
        User user = storage.users().create(aUser().build());
        empty.execute("alter table credentials add constraint never check (session_epoch < 2)");
        storage.credentials().setPassword(user.id(), new PasswordHash("s3cret"));

        assertThatExceptionOfType(StorageUnavailableException.class)
                .isThrownBy(() -> storage.credentials().setPassword(user.id(), new PasswordHash("s3cret too")))
                .satisfies(failure -> {
                    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                        assertThat(cause.toString()).doesNotContain("s3cret");
                    }
                });
    }
}
