package dev.roster.application.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;

import dev.roster.application.access.Caller;
import dev.roster.application.access.MockedStorage;
import dev.roster.application.port.cache.UserCache;
import dev.roster.application.port.outbox.OutboxMessage;
import dev.roster.application.port.outbox.OutboxMessage.PasswordResetRequest;
import dev.roster.application.port.outbox.OutboxMessage.UserCacheInvalidation;
import dev.roster.application.port.outbox.OutboxMessage.VerificationRequest;
import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.LoginThrottle;
import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.application.port.security.OneTimeToken.Purpose;
import dev.roster.application.port.security.PasswordHasher;
import dev.roster.application.port.security.TokenHash;
import dev.roster.application.port.storage.AuditEvent;
import dev.roster.application.port.storage.StorageUnavailableException;
import dev.roster.domain.StaleVersionException;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.ArgumentCaptor;
import org.mockito.InOrder;

/** Email verification and requests for password resets. See {@link NewPasswordTest} for the resets themselves. */
class AccountServiceTest {

    private static final Instant THEN = Instant.parse("2024-01-01T00:00:00.000001Z");
    private static final Instant NOW = Instant.parse("2024-02-01T00:00:00.000002Z");
    private static final ClientAddress FROM = new ClientAddress("192.0.2.1");
    private static final UserId ID = new UserId(42);
    private static final User ANN = new NewUser(new EmailAddress("ann@example.com"), "Ann", "", null, THEN).toUser(ID);
    private static final User VERIFIED = ANN.withVerified(true).withUpdatedAt(NOW);
    private static final TokenHash TOKEN = TokenHash.of(new OneTimeSecret("token"));
    private static final AuditEvent RECORDED =
            AuditEvent.of(AuditEvent.Type.EMAIL_VERIFIED, Optional.of(ID), FROM, NOW);

    private final MockedStorage mocked = new MockedStorage();
    private final UserCache cache = mock();
    private final PasswordHasher hasher = mock();
    private final LoginThrottle throttle = mock();
    private final AccountService accounts =
            new AccountService(mocked.storage, cache, hasher, throttle, InstantSource.fixed(NOW));

    @BeforeEach
    void stubVerificationToken() {
        when(mocked.unitUsers.findById(ID)).thenReturn(Optional.of(ANN));
        when(mocked.unitUsers.update(VERIFIED)).thenReturn(VERIFIED.withVersion(2));
        when(mocked.unitTokens.consume(TOKEN, Purpose.EMAIL_VERIFICATION, NOW)).thenReturn(Optional.of(ID));
    }

    @Test
    void verifiesEmailInOneTransaction() {
        assertThat(accounts.verifyEmail("token", FROM)).isEqualTo(VERIFIED.withVersion(2));

        assertThat(mocked.transactions()).isEqualTo(1);
        verify(mocked.unitTokens).consume(TOKEN, Purpose.EMAIL_VERIFICATION, NOW);
        verify(mocked.unitTokens).revoke(ID, Purpose.EMAIL_VERIFICATION, NOW);
        verify(mocked.unitUsers).update(VERIFIED);
        assertThat(mocked.recordedEvents()).containsExactly(RECORDED);
        verifyNoMoreInteractions(mocked.unitTokens);
        verifyNoInteractions(mocked.users, mocked.audit, hasher, throttle);
    }

    @Test
    void refreshesCacheAfterCommit() {
        accounts.verifyEmail("token", FROM);

        InOrder order = inOrder(mocked.storage, cache);
        order.verify(mocked.storage).inTransaction(any());
        order.verify(cache).refresh(VERIFIED.withVersion(2), Optional.empty());
        OutboxMessage word = mocked.appendedMessages().get(0);
        assertThat(mocked.appendedMessages()).containsExactly(new UserCacheInvalidation(word.id(), NOW, ID, 2, false));
    }

    @Test
    void keepsVerifiedUserUnchanged() {
        User before = ANN.withVerified(true);
        when(mocked.unitUsers.findById(ID)).thenReturn(Optional.of(before));

        assertThat(accounts.verifyEmail("token", FROM)).isEqualTo(before);

        verify(mocked.unitUsers, never()).update(any());
        assertThat(mocked.appendedMessages()).isEmpty();
        assertThat(mocked.recordedEvents()).containsExactly(RECORDED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"another token", "", "\0"})
    void rejectsInvalidToken(String token) {
        assertThatExceptionOfType(InvalidOneTimeTokenException.class)
                .isThrownBy(() -> accounts.verifyEmail(token, FROM))
                .withMessage("Invalid or expired token")
                .withNoCause();

        assertThat(mocked.commits()).isZero();
        verify(mocked.unitUsers, never()).update(any());
        verifyNoInteractions(mocked.unitOutbox, mocked.unitAudit, cache);
    }

    @Test
    void rejectsTokenOfDeletedUser() {
        when(mocked.unitUsers.findById(ID)).thenReturn(Optional.empty());

        assertThatExceptionOfType(InvalidOneTimeTokenException.class)
                .isThrownBy(() -> accounts.verifyEmail("token", FROM));

        verifyNoInteractions(mocked.unitOutbox, mocked.unitAudit, cache);
    }

    @Test
    void retriesVerificationAfterConcurrentUpdate() {
        User renamed = ANN.withName("Bea").withVersion(2);
        when(mocked.unitUsers.findById(ID)).thenReturn(Optional.of(ANN)).thenReturn(Optional.of(renamed));
        doThrow(new StaleVersionException("user 42")).when(mocked.unitUsers).update(VERIFIED);
        User expected = renamed.withVerified(true).withUpdatedAt(NOW);
        when(mocked.unitUsers.update(expected)).thenReturn(expected.withVersion(3));

        assertThat(accounts.verifyEmail("token", FROM)).isEqualTo(expected.withVersion(3));

        assertThat(mocked.transactions()).isEqualTo(2);
        verify(mocked.unitTokens, times(2)).consume(TOKEN, Purpose.EMAIL_VERIFICATION, NOW);
        verify(cache, times(1)).refresh(any(), any());
    }

    @Test
    void leavesCacheUntouchedIfStorageFails() {
        StorageUnavailableException down = new StorageUnavailableException("down");
        doThrow(down).when(mocked.unitUsers).update(any());

        assertThatExceptionOfType(StorageUnavailableException.class)
                .isThrownBy(() -> accounts.verifyEmail("token", FROM))
                .isSameAs(down);

        verifyNoInteractions(cache);
    }

    @Test
    void appendsOneMessagePerResetRequest() {
        when(throttle.admit("mail to ann@example.com", FROM)).thenReturn(new LoginThrottle.Admitted());

        accounts.requestPasswordReset(" Ann@Example.com ", FROM);

        ArgumentCaptor<OutboxMessage> message = ArgumentCaptor.captor();
        verify(mocked.outbox).append(message.capture());
        assertThat(message.getValue())
                .isEqualTo(new PasswordResetRequest(
                        message.getValue().id(), NOW, new EmailAddress("Ann@Example.com"), FROM));
        verifyNoInteractions(mocked.users, mocked.credentials, mocked.tokens, mocked.audit, hasher, cache);
        assertThat(mocked.transactions()).isZero();
    }

    @Test
    void throttlesMailsAndReportsItToAuthenticatedCallersOnly() {
        when(throttle.admit(any(), any())).thenReturn(new LoginThrottle.Rejected(Duration.ofSeconds(7), true));
        when(mocked.users.findById(ANN.id())).thenReturn(Optional.of(ANN));

        accounts.requestPasswordReset("ann@example.com", FROM);
        assertThatExceptionOfType(TooManyAttemptsException.class)
                .isThrownBy(() -> accounts.requestVerification(new Caller(ANN.id(), FROM)))
                .satisfies(refused -> assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(7)));

        verifyNoInteractions(mocked.outbox);
    }

    @Test
    void appendsOneMessagePerVerificationRequest() {
        when(throttle.admit("mail to ann@example.com", FROM)).thenReturn(new LoginThrottle.Admitted());
        when(mocked.users.findById(ANN.id())).thenReturn(Optional.of(ANN));

        accounts.requestVerification(new Caller(ANN.id(), FROM));

        ArgumentCaptor<OutboxMessage> message = ArgumentCaptor.captor();
        verify(mocked.outbox).append(message.capture());
        assertThat(message.getValue())
                .isEqualTo(new VerificationRequest(message.getValue().id(), NOW, ANN.email()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no address", "a@b\r\nBcc: eve@example.com"})
    void ignoresResetRequestForInvalidEmail(String typed) {
        accounts.requestPasswordReset(typed, FROM);

        verifyNoInteractions(mocked.storage);
    }
}
