package dev.roster.adapters.jdbc.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.adapters.jdbc.EmptyDatabase;
import dev.roster.adapters.jdbc.EmptyDatabase.Kind;
import dev.roster.adapters.jdbc.JooqStorage;
import dev.roster.application.account.OneTimeTokenMailer;
import dev.roster.application.outbox.OutboxRelay;
import dev.roster.application.port.cache.UserCache;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.outbox.OutboxMessage.PasswordResetEmail;
import dev.roster.application.port.outbox.OutboxMessage.VerificationEmail;
import dev.roster.application.port.outbox.OutboxQueue.OutboxEntry;
import dev.roster.application.port.outbox.OutboxQueue.State;
import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.domain.user.EmailAddress;
import dev.roster.testkit.data.Unique;
import dev.roster.testkit.fake.InMemoryEmailService;
import dev.roster.testkit.fake.InMemoryNotificationService;
import dev.roster.testkit.fake.InMemoryTokenGenerator;
import dev.roster.testkit.fake.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Secrets in the outbox table: a secret stays only as long as its message is to be delivered. */
@ParameterizedClass
@EnumSource
class OutboxSecretsIT {

    private static final String SECRET = "s3cr3t-0f-4-m4il";
    private static final Duration TTL = Duration.ofDays(1);

    private final SettableClock clock = new SettableClock();
    private final InMemoryEmailService mails = new InMemoryEmailService();

    @AutoClose
    private final EmptyDatabase empty;

    private final JooqStorage storage;
    private final OutboxRelay relay;

    OutboxSecretsIT(Kind kind) {
        empty = kind.create();
        storage = empty.open();
        OneTimeTokenMailer tokens = new OneTimeTokenMailer(storage, new InMemoryTokenGenerator(), clock);
        relay = new OutboxRelay(
                storage.outboxQueue(), tokens, mails, new InMemoryNotificationService(), UserCache.NONE, clock);
    }

    @BeforeEach
    void appendMessages() {
        Instant now = clock.instant();
        EmailAddress to = Unique.emailAddress();
        OneTimeSecret secret = new OneTimeSecret(SECRET);
        storage.outbox().append(new VerificationEmail(MessageId.random(), now, to, "Ann", secret, now.plus(TTL)));
        storage.outbox().append(new PasswordResetEmail(MessageId.random(), now, to, "Ann", secret, now.plus(TTL)));
        assertThat(rows()).hasSize(2).allSatisfy(row -> assertThat(row).contains(SECRET));
    }

    private List<String> rows() {
        return empty.rows("select * from outbox");
    }

    @Test
    void deliveredMessageLeavesNoSecret() {
        relay.deliverDue();

        assertThat(mails.delivered())
                .hasSize(2)
                .allSatisfy(mail -> assertThat(mail.token()).contains(new OneTimeSecret(SECRET)));
        assertThat(rows()).isEmpty();
    }

    @Test
    void expiredMessageLeavesNoSecret() {
        mails.setReachable(false);
        relay.deliverDue();
        assertThat(rows()).hasSize(2);

        clock.advance(TTL);
        relay.deliverDue();

        assertThat(storage.outboxQueue().list(9)).extracting(OutboxEntry::state).containsOnly(State.EXPIRED);
        assertThat(rows()).hasSize(2).allSatisfy(row -> assertThat(row).doesNotContain(SECRET));
    }

    @Test
    void deadLetterContainsNoSecret() {
        mails.setReachable(false);

        for (int i = 0; i < OutboxRelay.MAX_ATTEMPTS; i++) {
            relay.deliverDue();
            clock.advance(Duration.ofMinutes(10));
        }

        assertThat(storage.outboxQueue().list(9))
                .allMatch(entry -> entry.state() == State.DEAD)
                .extracting(OutboxEntry::kind)
                .containsExactlyInAnyOrder("VerificationRequest", "PasswordResetRequest");
        assertThat(rows()).hasSize(2).allSatisfy(row -> assertThat(row).doesNotContain(SECRET));
    }
}
