package dev.roster.application.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;

import dev.roster.application.port.outbox.OutboxMessage.PasswordChangedEmail;
import dev.roster.application.port.outbox.OutboxMessage.PasswordResetEmail;
import dev.roster.application.port.outbox.OutboxMessage.VerificationEmail;
import dev.roster.application.port.security.Credentials;
import dev.roster.application.port.security.OneTimeToken;
import dev.roster.application.port.security.OneTimeToken.Purpose;
import dev.roster.application.port.security.PasswordHash;
import dev.roster.application.port.security.PasswordHasherBusyException;
import dev.roster.application.port.security.TokenHash;
import dev.roster.application.port.storage.AuditEvent;
import dev.roster.domain.user.Password;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserNotFoundException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.InOrder;

/** Order, mails and failures of email verification and new passwords. */
class AccountServiceTest extends AccountFixture {

    private static final Password ANOTHER = new Password("another horse");
    private static final PasswordHash NEW_HASH = new PasswordHash("hash of another horse");

    @BeforeEach
    void stubNewPassword() {
        when(mocked.unitUsers.findByEmail(ANN.email())).thenReturn(Optional.of(ANN));
        when(mocked.unitCredentials.setPassword(ID, NEW_HASH)).thenReturn(new Credentials(ID, NEW_HASH, 8));
        when(hasher.hash(ANOTHER.value())).thenReturn(NEW_HASH);
    }

    private static AuditEvent event(AuditEvent.Type type) {
        return AuditEvent.of(type, Optional.of(ID), CLIENT_ADDRESS, NOW);
    }

    @Test
    void verifiesEmailAndRevokesOtherTokensInOneTransaction() {
        accounts.verifyEmail(TOKEN, CLIENT_ADDRESS);

        assertThat(mocked.transactions()).isEqualTo(1);
        InOrder order = inOrder(mocked.unitTokens, mocked.unitUsers);
        order.verify(mocked.unitTokens).consume(TOKEN_HASH, Purpose.EMAIL_VERIFICATION, NOW);
        order.verify(mocked.unitTokens).revoke(ID, Purpose.EMAIL_VERIFICATION, NOW);
        order.verify(mocked.unitUsers).update(Operation.VERIFY_EMAIL.changed(ANN));
        mocked.assertRecorded(event(AuditEvent.Type.EMAIL_VERIFIED));
    }

    @Test
    void keepsVerifiedUserUnchanged() {
        User verified = ANN.withVerified(true);
        when(mocked.unitUsers.findById(ID)).thenReturn(Optional.of(verified));

        assertThat(accounts.verifyEmail(TOKEN, CLIENT_ADDRESS)).isSameAs(verified);

        verify(mocked.unitUsers, never()).update(any());
        mocked.assertRecorded(event(AuditEvent.Type.EMAIL_VERIFIED));
    }

    /** The user was deleted after the token was consumed. */
    @Test
    void rejectsTokenOfDeletedUser() {
        when(mocked.unitUsers.findById(ID)).thenReturn(Optional.empty());

        assertThatExceptionOfType(InvalidOneTimeTokenException.class)
                .isThrownBy(() -> accounts.verifyEmail(TOKEN, CLIENT_ADDRESS));
        assertThatExceptionOfType(InvalidOneTimeTokenException.class)
                .isThrownBy(() -> accounts.resetPassword(TOKEN, ANOTHER, CLIENT_ADDRESS));

        assertThat(mocked.commits()).isZero();
        verifyNoInteractions(mocked.unitCredentials);
        verify(throttle, never()).clear(any());
    }

    @Test
    void hashesBeforeTransactionAndClearsThrottleAfterReset() {
        accounts.resetPassword(TOKEN, ANOTHER, CLIENT_ADDRESS);

        InOrder order = inOrder(hasher, mocked.storage, throttle);
        order.verify(hasher).hash(ANOTHER.value());
        order.verify(mocked.storage).inTransaction(any());
        order.verify(throttle).clear(ANN_LOGIN);
        order.verify(throttle).clear(ANN_ACCOUNT);
        assertStoredAndMailed(event(AuditEvent.Type.PASSWORD_RESET));
    }

    @Test
    void verifiesCurrentPasswordThenHashesBeforeTransaction() {
        accounts.changePassword(CALLER, "right", ANOTHER);

        InOrder order = inOrder(throttle, hasher, mocked.storage);
        order.verify(throttle).admit(ANN_LOGIN, 5, CLIENT_ADDRESS);
        order.verify(hasher).verify("right", HASH);
        order.verify(hasher).hash(ANOTHER.value());
        order.verify(mocked.storage).inTransaction(any());
        assertStoredAndMailed(AuditEvent.by(ID, AuditEvent.Type.PASSWORD_CHANGED, ID, CLIENT_ADDRESS, NOW));
    }

    private void assertStoredAndMailed(AuditEvent recorded) {
        assertThat(mocked.transactions()).isEqualTo(1);
        verify(mocked.unitCredentials).setPassword(ID, NEW_HASH);
        verify(mocked.unitTokens).revoke(ID, Purpose.PASSWORD_RESET, NOW);
        mocked.assertAppended(new PasswordChangedEmail(ANY_ID, NOW, ANN.email(), ""));
        mocked.assertRecorded(recorded);
    }

    @Test
    void findsAccountOfResetTokenWithoutConsumingIt() {
        assertThat(accounts.findByResetToken(TOKEN)).isEqualTo(ANN);

        assertThatExceptionOfType(InvalidOneTimeTokenException.class)
                .isThrownBy(() -> accounts.findByResetToken("another token"));
        assertThat(mocked.transactions()).isZero();
    }

    @Test
    void keepsTokenIfHasherIsBusy() {
        PasswordHasherBusyException busy = new PasswordHasherBusyException(Duration.ofSeconds(1));
        when(hasher.hash(any())).thenThrow(busy);

        assertThatThrownBy(() -> accounts.resetPassword(TOKEN, ANOTHER, CLIENT_ADDRESS))
                .isSameAs(busy);

        assertThat(mocked.transactions()).isZero();
    }

    @Test
    void keepsThrottleIfStorageFails() {
        when(mocked.unitCredentials.setPassword(any(), any())).thenThrow(down);

        assertThatThrownBy(() -> accounts.resetPassword(TOKEN, ANOTHER, CLIENT_ADDRESS))
                .isSameAs(down);

        assertThat(mocked.commits()).isZero();
        verify(throttle, never()).clear(any());
    }

    @Test
    void rejectsWrongCurrentPasswordBeforeHashing() {
        assertThatExceptionOfType(InvalidCredentialsException.class)
                .isThrownBy(() -> accounts.changePassword(CALLER, "wrong", ANOTHER));

        verify(hasher, never()).hash(any());
        assertThat(mocked.transactions()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 9, 10})
    void rejectsConcurrentPasswordChange(long epoch) {
        when(mocked.unitCredentials.setPassword(ID, NEW_HASH)).thenReturn(new Credentials(ID, NEW_HASH, epoch));

        assertThatExceptionOfType(InvalidCredentialsException.class)
                .isThrownBy(() -> accounts.changePassword(CALLER, "right", ANOTHER));

        assertThat(mocked.commits()).isZero();
        verifyNoInteractions(mocked.unitOutbox);
    }

    @Test
    void returnsNotFoundForDeletedCaller() {
        when(mocked.users.findById(ID)).thenReturn(Optional.empty());

        assertThatExceptionOfType(UserNotFoundException.class)
                .isThrownBy(() -> accounts.changePassword(CALLER, "right", ANOTHER));
        assertThatExceptionOfType(UserNotFoundException.class).isThrownBy(() -> accounts.requestVerification(CALLER));

        verifyNoInteractions(hasher);
        verify(throttle, never()).admit(any(), any());
    }

    @Test
    void mailsPasswordResetTokenForOneHour() {
        Instant expiry = NOW.plus(Duration.ofHours(1));

        tokenMailer.mailPasswordResetToken(ANN.email(), CLIENT_ADDRESS);

        assertThat(mocked.transactions()).isEqualTo(1);
        verify(mocked.unitTokens).store(new OneTimeToken(TokenHash.of(SECRET), ID, Purpose.PASSWORD_RESET, expiry));
        verifyNoMoreInteractions(mocked.unitTokens);
        mocked.assertAppended(new PasswordResetEmail(ANY_ID, NOW, ANN.email(), "", SECRET, expiry));
        mocked.assertRecorded(event(AuditEvent.Type.RESET_REQUESTED));
    }

    @Test
    void revokesEarlierVerificationTokensBeforeStoringNewOne() {
        Instant expiry = NOW.plus(Duration.ofHours(24));

        tokenMailer.mailVerificationToken(ANN.email());

        assertThat(mocked.transactions()).isEqualTo(1);
        InOrder order = inOrder(mocked.unitTokens);
        order.verify(mocked.unitTokens).revoke(ID, Purpose.EMAIL_VERIFICATION, NOW);
        order.verify(mocked.unitTokens)
                .store(new OneTimeToken(TokenHash.of(SECRET), ID, Purpose.EMAIL_VERIFICATION, expiry));
        mocked.assertAppended(new VerificationEmail(ANY_ID, NOW, ANN.email(), "", SECRET, expiry));
    }
}
