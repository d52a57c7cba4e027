package dev.roster.adapters.jdbc;

import static dev.roster.testkit.data.NewUserBuilder.aUser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.roster.adapters.jdbc.EmptyDatabase.Kind;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.outbox.OutboxMessage;
import dev.roster.application.port.outbox.OutboxMessage.Lane;
import dev.roster.application.port.outbox.OutboxMessage.WelcomeNotification;
import dev.roster.application.port.outbox.OutboxQueue.Claim;
import dev.roster.application.port.security.OneTimeToken;
import dev.roster.application.port.security.TokenHash;
import dev.roster.application.port.storage.StorageUnavailableException;
import dev.roster.domain.InvalidValueException;
import dev.roster.domain.PageRequest;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.conformance.Rendezvous;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Behavior of the adapter that the contracts do not define. */
class JooqStorageIT {

    private static final Instant NOW = Instant.parse("2023-01-01T00:00:00Z");

    @ParameterizedTest
    @EnumSource
    void describesDatabase(Kind kind) throws Exception {
        try (EmptyDatabase empty = kind.create();
                JooqStorage storage = empty.open()) {
            storage.ping();

            assertThat(storage.description())
                    .matches(
                            switch (kind) {
                                case POSTGRES -> "PostgreSQL \\d+\\.\\d+";
                                case H2_IN_MEMORY -> "H2 2\\.\\d+\\.\\d+ \\(in memory, [-0-9a-f]+\\)";
                                case H2_FILE -> "H2 2\\.\\d+\\.\\d+ \\(embedded, .*/roster\\)";
                            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void rejectsPingAndCloseInsideTransaction(Kind kind) throws Exception {
        try (EmptyDatabase empty = kind.create();
                JooqStorage storage = empty.open()) {
            User user = storage.inTransaction(unit -> {
                assertThatIllegalStateException().isThrownBy(storage::ping);
                assertThatIllegalStateException().isThrownBy(storage::close);
                return unit.users().create(aUser().build());
            });

            assertThat(storage.users().findById(user.id())).contains(user);
        }
    }

    @Test
    void reportsExhaustedPoolInBoundedTime() throws Exception {
        try (EmptyDatabase empty = EmptyDatabase.h2InMemory();
                JooqStorage storage = JooqStorage.open(empty.database().withPoolSize(1))) {
            User user = storage.inTransaction(unit -> {
                User created = unit.users().create(aUser().build());
                assertThat(Rendezvous.runOnOtherThread(() -> storage.users().findById(created.id()))
                                .failure())
                        .get()
                        .isInstanceOf(StorageUnavailableException.class);
                return created;
            });

            assertThat(storage.users().findById(user.id())).contains(user);
        }
    }

    @Test
    void keepsInMemoryDatabaseUntilLastStorageCloses() {
        Database database = Database.parse("jdbc:h2:mem:" + UUID.randomUUID());
        Schema.migrate(database);
        User user;
        try (JooqStorage first = JooqStorage.open(database)) {
            user = first.users().create(aUser().build());
            JooqStorage.open(database).close();
            assertThat(first.users().findById(user.id())).contains(user);
        }

        Schema.migrate(database);
        try (JooqStorage afresh = JooqStorage.open(database)) {
            assertThat(afresh.users().findAll(PageRequest.first()).total()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void reportsInvalidRowAsStorageFailure(Kind kind) throws Exception {
        try (EmptyDatabase empty = kind.create();
                JooqStorage storage = empty.open()) {
            User user = storage.users().create(aUser().build());
            empty.execute("update users set name = ''");

            assertThatExceptionOfType(StorageUnavailableException.class)
                    .isThrownBy(() -> storage.users().findById(user.id()))
                    .withMessageContaining("user " + user.id())
                    .withCauseInstanceOf(InvalidValueException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void skipsUnreadableAndUnknownMessages(Kind kind) throws Exception {
        try (EmptyDatabase empty = kind.create();
                JooqStorage storage = empty.open()) {
            OutboxMessage[] messages = new OutboxMessage[3];
            Arrays.setAll(
                    messages, i -> new WelcomeNotification(MessageId.random(), NOW.plusSeconds(i), new UserId(7), "A"));
            Arrays.stream(messages).forEach(storage.outbox()::append);
            empty.execute("update outbox set payload = '{' where id = '" + messages[0].id() + "'");
            empty.execute("update outbox set kind = 'of-the-future' where id = '" + messages[1].id() + "'");
            Instant later = NOW.plusSeconds(10);

            assertThat(storage.outboxQueue().claim(Lane.DEFAULT, 1, later, Duration.ofMinutes(1)))
                    .as("the unreadable message uses up the limit")
                    .isEmpty();
            assertThat(storage.outboxQueue().claim(Lane.DEFAULT, 9, later, Duration.ofMinutes(1)))
                    .extracting(Claim::message)
                    .containsExactly(messages[2]);

            empty.execute("update outbox set kind = 'welcome-notification' where kind = 'of-the-future'");
            assertThat(storage.outboxQueue().claim(Lane.DEFAULT, 9, later, Duration.ofMinutes(1)))
                    .as("a version that knows the kind claims it")
                    .extracting(Claim::message)
                    .containsExactly(messages[1]);
        }
    }

    @ParameterizedTest
    @EnumSource
    void rejectsTokenStoredTwice(Kind kind) throws Exception {
        try (EmptyDatabase empty = kind.create();
                JooqStorage storage = empty.open()) {
            User user = storage.users().create(aUser().build());
            OneTimeToken token = new OneTimeToken(
                    new TokenHash("abc"), user.id(), OneTimeToken.Purpose.PASSWORD_RESET, NOW.plusSeconds(60));
            storage.oneTimeTokens().store(token);
            assertThat(storage.oneTimeTokens().consume(token.hash(), token.purpose(), NOW))
                    .contains(user.id());

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> storage.oneTimeTokens().store(token));
            assertThat(storage.oneTimeTokens().consume(token.hash(), token.purpose(), NOW))
                    .isEmpty();
        }
    }
}
