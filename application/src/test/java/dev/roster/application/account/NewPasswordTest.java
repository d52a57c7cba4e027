package dev.roster.application.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;

import dev.roster.application.access.Caller;
import dev.roster.application.access.MockedStorage;
import dev.roster.application.port.cache.UserCache;
import dev.roster.application.port.outbox.OutboxMessage;
import dev.roster.application.port.outbox.OutboxMessage.PasswordChangedEmail;
import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.Credentials;
import dev.roster.application.port.security.LoginThrottle;
import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.application.port.security.OneTimeToken.Purpose;
import dev.roster.application.port.security.PasswordHash;
import dev.roster.application.port.security.PasswordHasher;
import dev.roster.application.port.security.PasswordHasherBusyException;
import dev.roster.application.port.security.TokenHash;
import dev.roster.application.port.storage.AuditEvent;
import dev.roster.application.port.storage.StorageUnavailableException;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.NewUser;
import dev.roster.domain.user.Password;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.InOrder;

/** New passwords, set with a mailed token or with the current password. */
class NewPasswordTest {

    private static final Instant NOW = Instant.parse("2024-02-01T00:00:00.000002Z");
    private static final ClientAddress FROM = new ClientAddress("192.0.2.1");
    private static final UserId ID = new UserId(42);
    private static final Caller CALLER = new Caller(ID, FROM);
    private static final User ANN = new NewUser(new EmailAddress("Ann@Example.com"), "Ann", "", null, NOW).toUser(ID);
    private static final Password ANOTHER = new Password("another horse");
    private static final PasswordHash HASH = new PasswordHash("hash of right");
    private static final PasswordHash NEW_HASH = new PasswordHash("hash of another horse");
    private static final TokenHash TOKEN = TokenHash.of(new OneTimeSecret("token"));

    private final MockedStorage mocked = new MockedStorage();
    private final UserCache cache = mock();
    private final PasswordHasher hasher = mock();
    private final LoginThrottle throttle = mock();
    private final AccountService accounts =
            new AccountService(mocked.storage, cache, hasher, throttle, InstantSource.fixed(NOW));

    @BeforeEach
    void stubPasswordAndResetToken() {
        when(mocked.users.findById(ID)).thenReturn(Optional.of(ANN));
        when(mocked.users.findByEmail(ANN.email())).thenReturn(Optional.of(ANN));
        when(mocked.credentials.findByUserId(ID)).thenReturn(Optional.of(new Credentials(ID, HASH, 7)));
        when(mocked.unitUsers.findById(ID)).thenReturn(Optional.of(ANN));
        when(mocked.unitTokens.consume(TOKEN, Purpose.PASSWORD_RESET, NOW)).thenReturn(Optional.of(ID));
        when(mocked.unitCredentials.setPassword(ID, NEW_HASH)).thenReturn(new Credentials(ID, NEW_HASH, 8));
        when(hasher.hash(ANOTHER.value())).thenAnswer(call -> {
            assertThat(mocked.inTransaction())
                    .as("hashing inside a transaction")
                    .isFalse();
            return NEW_HASH;
        });
        when(hasher.verify("right", HASH)).thenReturn(true);
        when(throttle.admit(any(), any())).thenReturn(new LoginThrottle.Admitted());
    }

    private void assertStoredAndMailed(AuditEvent recorded) {
        assertThat(mocked.commits()).isEqualTo(1);
        verify(mocked.unitCredentials).setPassword(ID, NEW_HASH);
        verify(mocked.unitTokens).revoke(ID, Purpose.PASSWORD_RESET, NOW);
        assertThat(mocked.recordedEvents()).containsExactly(recorded);
        OutboxMessage mail = mocked.appendedMessages().get(0);
        assertThat(mocked.appendedMessages())
                .containsExactly(new PasswordChangedEmail(mail.id(), NOW, ANN.email(), "Ann"));
        verifyNoInteractions(cache);
    }

    private void assertNothingStored() {
        assertThat(mocked.commits()).isZero();
        verifyNoInteractions(mocked.unitOutbox, mocked.unitAudit);
        verify(throttle, never()).clear(any());
    }

    @Test
    void setsPasswordWithToken() {
        accounts.resetPassword("token", ANOTHER, FROM);

        verify(mocked.unitTokens).consume(TOKEN, Purpose.PASSWORD_RESET, NOW);
        assertStoredAndMailed(AuditEvent.of(AuditEvent.Type.PASSWORD_RESET, Optional.of(ID), FROM, NOW));
        verifyNoMoreInteractions(mocked.unitTokens, mocked.unitCredentials);
        verifyNoInteractions(mocked.audit);
    }

    @Test
    void clearsThrottleAfterCommit() {
        accounts.resetPassword("token", ANOTHER, FROM);

        InOrder order = inOrder(hasher, mocked.storage, throttle);
        order.verify(hasher).hash(ANOTHER.value());
        order.verify(mocked.storage).inTransaction(any());
        order.verify(throttle).clear("ann@example.com");
        verifyNoMoreInteractions(throttle, hasher);
    }

    @ParameterizedTest
    @ValueSource(strings = {"another token", "", "\0"})
    void rejectsInvalidToken(String token) {
        assertThatExceptionOfType(InvalidOneTimeTokenException.class)
                .isThrownBy(() -> accounts.resetPassword(token, ANOTHER, FROM))
                .withMessage("Invalid or expired token")
                .withNoCause();

        verifyNoInteractions(mocked.unitCredentials);
        assertNothingStored();
    }

    @Test
    void rejectsTokenOfDeletedUser() {
        when(mocked.unitUsers.findById(ID)).thenReturn(Optional.empty());

        assertThatExceptionOfType(InvalidOneTimeTokenException.class)
                .isThrownBy(() -> accounts.resetPassword("token", ANOTHER, FROM));

        verifyNoInteractions(mocked.unitCredentials);
        assertNothingStored();
    }

    @Test
    void keepsTokenIfHasherIsBusy() {
        PasswordHasherBusyException busy = new PasswordHasherBusyException(Duration.ofSeconds(1));
        when(hasher.hash(any())).thenThrow(busy);

        assertThatThrownBy(() -> accounts.resetPassword("token", ANOTHER, FROM)).isSameAs(busy);

        verifyNoInteractions(mocked.storage);
        assertNothingStored();
    }

    @Test
    void keepsThrottleIfStorageFails() {
        StorageUnavailableException down = new StorageUnavailableException("down");
        when(mocked.unitCredentials.setPassword(any(), any())).thenThrow(down);

        assertThatThrownBy(() -> accounts.resetPassword("token", ANOTHER, FROM)).isSameAs(down);

        assertNothingStored();
    }

    @Test
    void changesPasswordWithCurrentPassword() {
        accounts.changePassword(CALLER, "right", ANOTHER);

        assertStoredAndMailed(AuditEvent.by(ID, AuditEvent.Type.PASSWORD_CHANGED, ID, FROM, NOW));
        InOrder order = inOrder(throttle, hasher, mocked.storage);
        order.verify(throttle).admit("ann@example.com", FROM);
        order.verify(hasher).verify("right", HASH);
        order.verify(hasher).hash(ANOTHER.value());
        order.verify(mocked.storage).inTransaction(any());
    }

    @Test
    void rejectsWrongCurrentPasswordBeforeHashing() {
        assertThatExceptionOfType(InvalidCredentialsException.class)
                .isThrownBy(() -> accounts.changePassword(CALLER, "wrong", ANOTHER));

        verify(hasher, never()).hash(any());
        verify(mocked.audit).append(AuditEvent.of(AuditEvent.Type.SIGN_IN_FAILED, Optional.of(ID), FROM, NOW));
        mocked.assertNothingWritten();
        assertNothingStored();
    }

    @Test
    void rejectsThrottledCaller() {
        when(throttle.admit(any(), any())).thenReturn(new LoginThrottle.Rejected(Duration.ofSeconds(9), false));

        assertThatExceptionOfType(TooManyAttemptsException.class)
                .isThrownBy(() -> accounts.changePassword(CALLER, "right", ANOTHER))
                .satisfies(refused -> assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(9)));

        verifyNoInteractions(hasher);
        mocked.assertNothingWritten();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 9, 10})
    void rejectsConcurrentPasswordChange(long epoch) {
        when(mocked.unitCredentials.setPassword(ID, NEW_HASH)).thenReturn(new Credentials(ID, NEW_HASH, epoch));

        assertThatExceptionOfType(InvalidCredentialsException.class)
                .isThrownBy(() -> accounts.changePassword(CALLER, "right", ANOTHER));

        assertThat(mocked.commits()).isZero();
        verifyNoInteractions(mocked.unitOutbox, mocked.unitAudit);
    }

    @Test
    void returnsNotFoundForDeletedCaller() {
        when(mocked.users.findById(ID)).thenReturn(Optional.empty());

        assertThatExceptionOfType(UserNotFoundException.class)
                .isThrownBy(() -> accounts.changePassword(CALLER, "right", ANOTHER));

        verifyNoInteractions(hasher, throttle);
        mocked.assertNothingWritten();
    }
}
