package dev.roster.application.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;

import dev.roster.application.access.MockedStorage;
import dev.roster.application.port.outbox.OutboxMessage;
import dev.roster.application.port.outbox.OutboxMessage.PasswordResetEmail;
import dev.roster.application.port.outbox.OutboxMessage.VerificationEmail;
import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.LoginThrottle;
import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.application.port.security.OneTimeToken;
import dev.roster.application.port.security.OneTimeToken.Purpose;
import dev.roster.application.port.security.TokenGenerator;
import dev.roster.application.port.security.TokenHash;
import dev.roster.application.port.storage.AuditEvent;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.NewUser;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;
import org.mockito.Mockito;

/** Mails requested through the outbox, created by {@link UserService} when the relay delivers the request. */
class OneTimeTokenMailsTest {

    private static final Instant NOW = Instant.parse("2024-02-01T00:00:00.000002Z");
    private static final ClientAddress FROM = new ClientAddress("192.0.2.1");
    private static final EmailAddress EMAIL = new EmailAddress("ann@example.com");
    private static final EmailAddress UNKNOWN = new EmailAddress("bea@example.com");
    private static final UserId ID = new UserId(42);
    private static final User ANN = new NewUser(EMAIL, "Ann", "", null, NOW.minusSeconds(60)).toUser(ID);
    private static final OneTimeSecret SECRET = new OneTimeSecret("one-time-secret");

    private final MockedStorage mocked = new MockedStorage();
    private final TokenGenerator secrets = mock();
    private final UserService users =
            new UserService(mocked.storage, mock(), mock(), secrets, LoginThrottle.NONE, InstantSource.fixed(NOW));

    @BeforeEach
    void stubUser() {
        when(mocked.unitUsers.findByEmail(EMAIL)).thenReturn(Optional.of(ANN));
        when(secrets.generate()).thenReturn(SECRET);
    }

    @Test
    void mailsResetTokenValidForOneHour() {
        users.mailPasswordResetToken(EMAIL, FROM);

        Instant later = NOW.plus(Duration.ofHours(1));
        verify(mocked.unitTokens).store(new OneTimeToken(TokenHash.of(SECRET), ID, Purpose.PASSWORD_RESET, later));
        verifyNoMoreInteractions(mocked.unitTokens);
        OutboxMessage mail = mocked.appendedMessages().get(0);
        assertThat(mocked.appendedMessages())
                .containsExactly(new PasswordResetEmail(mail.id(), NOW, EMAIL, "Ann", SECRET, later));
        assertThat(mocked.recordedEvents())
                .containsExactly(AuditEvent.of(AuditEvent.Type.RESET_REQUESTED, Optional.of(ID), FROM, NOW));
        assertThat(mocked.transactions()).isEqualTo(1);
    }

    @Test
    void auditsResetOfUnknownEmailOnly() {
        users.mailPasswordResetToken(UNKNOWN, FROM);

        verifyNoInteractions(secrets, mocked.unitTokens, mocked.unitOutbox);
        assertThat(mocked.recordedEvents())
                .containsExactly(AuditEvent.of(AuditEvent.Type.RESET_REQUESTED, Optional.empty(), FROM, NOW));
    }

    @Test
    void revokesEarlierVerificationTokens() {
        users.mailVerificationToken(EMAIL);

        Instant tomorrow = NOW.plus(Duration.ofDays(1));
        InOrder order = Mockito.inOrder(mocked.unitTokens);
        order.verify(mocked.unitTokens).revoke(ID, Purpose.EMAIL_VERIFICATION, NOW);
        order.verify(mocked.unitTokens)
                .store(new OneTimeToken(TokenHash.of(SECRET), ID, Purpose.EMAIL_VERIFICATION, tomorrow));
        OutboxMessage mail = mocked.appendedMessages().get(0);
        assertThat(mocked.appendedMessages())
                .containsExactly(new VerificationEmail(mail.id(), NOW, EMAIL, "Ann", SECRET, tomorrow));
        assertThat(mocked.transactions()).isEqualTo(1);
    }

    @Test
    void mailsNothingToVerifiedOrUnknownEmail() {
        when(mocked.unitUsers.findByEmail(EMAIL)).thenReturn(Optional.of(ANN.withVerified(true)));

        users.mailVerificationToken(EMAIL);
        users.mailVerificationToken(UNKNOWN);

        mocked.assertNothingWritten();
        verifyNoInteractions(secrets);
    }
}
