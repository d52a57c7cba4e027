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
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Transactions that conflict, and transactions whose work hides failures. */
class TransactionRetryIT {

    @ParameterizedTest
    @EnumSource
    void retriesTransactionAfterDeadlock(Kind kind) throws Exception {
        try (EmptyDatabase empty = kind.create();
                JooqStorage storage = empty.open()) {
            User one = storage.users().create(aUser().build());
            User two = storage.users().create(aUser().build());
            storage.credentials().setPassword(one.id(), new PasswordHash("h"));
            storage.credentials().setPassword(two.id(), new PasswordHash("h"));
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
    }

    @ParameterizedTest
    @EnumSource
    void reportsConflictAfterAllRetries(Kind kind) throws Exception {
        try (EmptyDatabase empty = kind.create();
                JooqStorage storage = JooqStorage.open(withShortLockTimeout(empty.database()))) {
            User user = storage.users().create(aUser().build());
            AtomicInteger runs = new AtomicInteger();
            try (Connection rival = lockingConnection(empty.database(), user)) {

                assertThatExceptionOfType(TransactionConflictException.class)
                        .isThrownBy(() -> storage.inTransaction(unit -> {
                            runs.incrementAndGet();
                            unit.users().create(aUser().build());
                            return unit.users().update(user.withName("Late"));
                        }));

                assertThat(runs).hasValue(5);
                rival.rollback();
            }
            assertThat(storage.users().findAll(PageRequest.first()).items()).containsExactly(user);
        }
    }

    private static Database withShortLockTimeout(Database db) {
        return db.isEmbedded() ? Database.parse(db.jdbcUrl() + ";LOCK_TIMEOUT=50") : db;
    }

    /**
     * Returns a connection that causes conflicts: on H2 by a held lock; on PostgreSQL, which waits longer for locks, by
     * a trigger that raises one.
     */
    private static Connection lockingConnection(Database db, User user) throws SQLException {
        Connection rival = ConnectionSettings.connect(db);
        try (Statement statement = rival.createStatement()) {
            if (db.isEmbedded()) {
                rival.setAutoCommit(false);
                statement.execute("update users set bio = 'mine' where id = " + user.id());
            } else {
                statement.execute("create function lose() returns trigger language plpgsql as"
                        + " $$ begin raise exception using errcode = '40001'; end $$");
                statement.execute("create trigger lose before update on users execute function lose()");
                rival.setAutoCommit(false);
            }
        }
        return rival;
    }

    @ParameterizedTest
    @EnumSource(names = "POSTGRES")
    void lockTimeoutIsReportedAsConflict(Kind kind) throws Exception {
        try (EmptyDatabase empty = kind.create();
                JooqStorage storage = empty.open();
                Connection rival = ConnectionSettings.connect(empty.database());
                Statement statement = rival.createStatement()) {
            User user = storage.users().create(aUser().build());
            rival.setAutoCommit(false);
            statement.execute("update users set bio = 'mine' where id = " + user.id());

            Outcome<Boolean> outcome =
                    Rendezvous.runOnOtherThread(() -> storage.users().delete(user.id()));

            assertThat(outcome.failure()).get().isInstanceOf(TransactionConflictException.class);
            rival.rollback();
            assertThat(storage.users().delete(user.id())).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void rollsBackWhenWorkSwallowsFailure(Kind kind) throws Exception {
        try (EmptyDatabase empty = kind.create();
                JooqStorage storage = empty.open();
                Connection admin = ConnectionSettings.connect(empty.database());
                Statement statement = admin.createStatement()) {
            User user = storage.users().create(aUser().build());
            statement.execute("alter table users add constraint never check (name <> 'Never')");

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
    }

    private static void swallowFailure(UnitOfWork unit, User user) {
        assertThatExceptionOfType(StorageUnavailableException.class)
                .isThrownBy(() -> unit.users().update(user.withName("Never")));
        assertThatExceptionOfType(StorageUnavailableException.class)
                .as("all later calls fail in the same way")
                .isThrownBy(() -> unit.users().findById(user.id()));
    }

    @ParameterizedTest
    @EnumSource
    void countsAllConcurrentFirstPasswords(Kind kind) throws Exception {
        try (EmptyDatabase empty = kind.create();
                JooqStorage storage = empty.open();
                JooqStorage other = empty.open()) {
            User user = storage.users().create(aUser().build());

            List<Outcome<Credentials>> outcomes = Rendezvous.run(
                    8,
                    i -> () -> (i % 2 == 0 ? storage : other)
                            .credentials()
                            .setPassword(user.id(), new PasswordHash("hash " + i)));

            assertThat(outcomes.stream().map(outcome -> outcome.get().sessionEpoch()))
                    .containsExactlyInAnyOrderElementsOf(
                            LongStream.rangeClosed(1, 8).boxed().toList());
        }
    }

    @ParameterizedTest
    @EnumSource
    void failuresRevealNoSecrets(Kind kind) throws Exception {
        try (EmptyDatabase empty = kind.create();
                JooqStorage storage = empty.open();
                Connection admin = ConnectionSettings.connect(empty.database());
                Statement statement = admin.createStatement()) {
            User user = storage.users().create(aUser().build());
            statement.execute("alter table credentials add constraint never check (session_epoch < 2)");
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
}
