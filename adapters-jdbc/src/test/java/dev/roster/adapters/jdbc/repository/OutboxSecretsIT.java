package dev.roster.adapters.jdbc.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.adapters.jdbc.EmptyDatabase;
import dev.roster.adapters.jdbc.EmptyDatabase.Kind;
import dev.roster.adapters.jdbc.JooqStorage;
import dev.roster.application.account.OneTimeTokenMailer;
import dev.roster.application.outbox.OutboxRelay;
import dev.roster.application.port.cache.UserCache;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.outbox.OutboxMessage;
import dev.roster.application.port.outbox.OutboxMessage.PasswordResetEmail;
import dev.roster.application.port.outbox.OutboxMessage.VerificationEmail;
import dev.roster.application.port.outbox.OutboxQueue.OutboxEntry;
import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.domain.user.EmailAddress;
import dev.roster.testkit.data.Unique;
import dev.roster.testkit.fake.InMemoryEmailService;
import dev.roster.testkit.fake.InMemoryNotificationService;
import dev.roster.testkit.fake.InMemoryTokenGenerator;
import dev.roster.testkit.fake.SettableClock;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Secrets in the outbox table: a secret stays only as long as its message is to be delivered. */
class OutboxSecretsIT {

    private static final String SECRET = "s3cr3t-0f-4-m4il";
    private static final Duration TTL = Duration.ofDays(1);

    private final SettableClock clock = new SettableClock();
    private final InMemoryEmailService mails = new InMemoryEmailService();

    private OutboxRelay relay(JooqStorage storage) {
        OneTimeTokenMailer tokens = new OneTimeTokenMailer(storage, new InMemoryTokenGenerator(), clock);
        return new OutboxRelay(
                storage.outboxQueue(), tokens, mails, new InMemoryNotificationService(), UserCache.NONE, clock);
    }

    private void append(JooqStorage storage, EmptyDatabase database) throws SQLException {
        Instant now = clock.instant();
        EmailAddress to = Unique.emailAddress();
        OneTimeSecret secret = new OneTimeSecret(SECRET);
        List<OutboxMessage> messages = List.of(
                new VerificationEmail(MessageId.random(), now, to, "Ann", secret, now.plus(TTL)),
                new PasswordResetEmail(MessageId.random(), now, to, "Ann", secret, now.plus(TTL)));
        messages.forEach(storage.outbox()::append);
        assertThat(database.rows("outbox"))
                .hasSize(2)
                .allSatisfy(row -> assertThat(row).contains(SECRET));
    }

    @ParameterizedTest
    @EnumSource
    void deliveredMessageLeavesNoSecret(Kind kind) throws Exception {
        try (EmptyDatabase empty = kind.create();
                JooqStorage storage = empty.open()) {
            append(storage, empty);

            relay(storage).deliverDue();

            assertThat(mails.delivered())
                    .hasSize(2)
                    .allSatisfy(mail -> assertThat(mail.token()).contains(new OneTimeSecret(SECRET)));
            assertThat(empty.rows("outbox")).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void expiredMessageLeavesNoSecret(Kind kind) throws Exception {
        mails.setReachable(false);
        try (EmptyDatabase empty = kind.create();
                JooqStorage storage = empty.open()) {
            append(storage, empty);
            relay(storage).deliverDue();
            assertThat(empty.rows("outbox")).hasSize(2);

            clock.advance(TTL);
            relay(storage).deliverDue();

            assertThat(empty.rows("outbox")).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void deadLetterContainsNoSecret(Kind kind) throws Exception {
        mails.setReachable(false);
        try (EmptyDatabase empty = kind.create();
                JooqStorage storage = empty.open()) {
            append(storage, empty);

            for (int i = 0; i < OutboxRelay.MAX_ATTEMPTS; i++) {
                relay(storage).deliverDue();
                clock.advance(Duration.ofMinutes(10));
            }

            assertThat(storage.outboxQueue().list(9))
                    .allMatch(OutboxEntry::deadLetter)
                    .extracting(OutboxEntry::kind)
                    .containsExactlyInAnyOrder("VerificationRequest", "PasswordResetRequest");
            assertThat(empty.rows("outbox"))
                    .hasSize(2)
                    .allSatisfy(row -> assertThat(row).doesNotContain(SECRET).contains("PROMPT"));
        }
    }
}
