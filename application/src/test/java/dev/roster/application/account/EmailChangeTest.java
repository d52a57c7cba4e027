package dev.roster.application.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.startsWith;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import dev.roster.application.access.Caller;
import dev.roster.application.access.MockedStorage;
import dev.roster.application.access.NotAllowedException;
import dev.roster.application.access.Precondition;
import dev.roster.application.port.outbox.OutboxMessage.EmailChangedEmail;
import dev.roster.application.port.outbox.OutboxMessage.VerificationEmail;
import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.LoginThrottle;
import dev.roster.application.port.security.OneTimeToken;
import dev.roster.application.port.security.OneTimeToken.Purpose;
import dev.roster.application.port.security.TokenHash;
import dev.roster.application.port.storage.AuditEvent;
import dev.roster.domain.InvalidValueException;
import dev.roster.domain.StaleVersionException;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.EmailAlreadyExistsException;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserUpdate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;

/** Order, mails and concurrent changes of an update to another email address. */
class EmailChangeTest extends AccountFixture {

    private static final EmailAddress NEXT = new EmailAddress("ann@example.org");
    private static final Optional<String> PASSWORD = Optional.of("right");

    /** Ann's email address is verified, so that notices are sent to it. */
    @BeforeEach
    void verifyEmail() {
        User verified = ANN.withVerified(true);
        when(mocked.users.findById(ID)).thenReturn(Optional.of(verified));
        when(mocked.unitUsers.findById(ID)).thenReturn(Optional.of(verified));
    }

    private User update(User caller, EmailAddress email, Optional<String> password) {
        UserUpdate update = new UserUpdate(email, "Ann", "", password);
        return users.updateUser(new Caller(caller.id(), CLIENT_ADDRESS), ID, update, Precondition.NONE);
    }

    private static AuditEvent changedBy(User actor) {
        return AuditEvent.by(actor.id(), AuditEvent.Type.EMAIL_CHANGED, ID, CLIENT_ADDRESS, NOW);
    }

    private static AuditEvent profileChangedBy(User actor) {
        return AuditEvent.by(actor.id(), AuditEvent.Type.PROFILE_CHANGED, ID, CLIENT_ADDRESS, NOW);
    }

    @Test
    void verifiesPasswordBeforeTransaction() {
        update(ANN, NEXT, PASSWORD);

        InOrder order = inOrder(throttle, hasher, mocked.storage);
        order.verify(throttle).admit(ANN_LOGIN, 5, CLIENT_ADDRESS);
        order.verify(hasher).verify("right", HASH);
        order.verify(throttle).clear(ANN_LOGIN);
        order.verify(throttle).admit("mail:ann@example.org", ClientAddress.UNKNOWN);
        order.verify(throttle).admit("notice:" + ANN_KEY, ClientAddress.UNKNOWN);
        order.verify(mocked.storage).inTransaction(any());
        order.verifyNoMoreInteractions();
    }

    @Test
    void mailsTokenToNewAndNoticeToOldEmail() {
        Instant tomorrow = NOW.plus(Duration.ofHours(24));

        update(ANN, NEXT, PASSWORD);

        assertThat(mocked.transactions()).isEqualTo(1);
        InOrder order = inOrder(mocked.unitTokens);
        order.verify(mocked.unitTokens).revoke(ID, Purpose.EMAIL_VERIFICATION, NOW);
        order.verify(mocked.unitTokens).revoke(ID, Purpose.PASSWORD_RESET, NOW);
        order.verify(mocked.unitTokens)
                .store(new OneTimeToken(TokenHash.of(SECRET), ID, Purpose.EMAIL_VERIFICATION, tomorrow));
        mocked.assertAppended(
                new VerificationEmail(ANY_ID, NOW, NEXT, "", SECRET, tomorrow),
                new EmailChangedEmail(ANY_ID, NOW, ANN.email(), ANN.name(), NEXT));
        mocked.assertRecorded(changedBy(ANN));
    }

    @Test
    void requiresNoPasswordFromAdminAndCreator() {
        when(mocked.unitCredentials.findByUserId(ID)).thenReturn(Optional.empty());
        assertThat(update(ADMIN, NEXT, Optional.empty()).email()).isEqualTo(NEXT);
        assertThat(update(CREATOR, NEXT, Optional.empty()).email()).isEqualTo(NEXT);

        verifyNoInteractions(hasher);
        verify(throttle, never()).admit(startsWith("login:"), any());
        mocked.assertRecorded(changedBy(ADMIN), profileChangedBy(ADMIN), changedBy(CREATOR), profileChangedBy(CREATOR));
    }

    /** A concurrent change moved the account to another email address, so this update would restore the old one. */
    @Test
    void requiresPasswordIfEmailChangedConcurrently() {
        when(mocked.unitUsers.findById(ID))
                .thenReturn(Optional.of(ANN.withEmail(NEXT).withVersion(2)));

        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> update(ANN, ANN.email(), Optional.empty()))
                .withMessage("password is required to change the email address");

        assertThat(mocked.commits()).isZero();
        verifyNoInteractions(mocked.unitTokens, mocked.unitOutbox, mocked.unitAudit);
    }

    @Test
    void verifiesPasswordOnceAcrossRetries() {
        doThrow(new StaleVersionException("user 42"))
                .doAnswer(MockedStorage.NEXT_VERSION_OF_USER)
                .when(mocked.unitUsers)
                .update(any());

        update(ANN, NEXT, PASSWORD);

        assertThat(mocked.transactions()).isEqualTo(2);
        verify(hasher, times(1)).verify(any(), any());
        verify(throttle, times(1)).admit(startsWith("login:"), anyInt(), any());
        verify(throttle, times(1)).admit(startsWith("mail:"), any());
        mocked.assertRecorded(changedBy(ANN));
    }

    @Test
    void countsNoMailIfRejected() {
        assertThatExceptionOfType(NotAllowedException.class)
                .isThrownBy(() -> users.updateUser(
                        new Caller(new UserId(8)), ID, new UserUpdate(NEXT, "Ann", ""), Precondition.NONE));
        assertThatExceptionOfType(EmailAlreadyExistsException.class)
                .isThrownBy(() -> users.updateUser(
                        new Caller(ADMIN.id()),
                        CREATOR.id(),
                        new UserUpdate(ANN.email(), "Ann", ""),
                        Precondition.NONE));

        verifyNoInteractions(throttle);
    }

    @Test
    void changesNothingIfMailboxGotTooManyMails() {
        when(throttle.admit("mail:ann@example.org", ClientAddress.UNKNOWN))
                .thenReturn(new LoginThrottle.Rejected(Duration.ofSeconds(7), true));

        assertThatExceptionOfType(TooManyAttemptsException.class)
                .isThrownBy(() -> update(ANN, NEXT, PASSWORD))
                .satisfies(refused -> assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(7)));

        assertThat(mocked.transactions()).isZero();
    }

    @Test
    void sendsNoNoticeToUnverifiedEmail() {
        when(mocked.users.findById(ID)).thenReturn(Optional.of(ANN));

        update(ANN, NEXT, PASSWORD);

        mocked.assertAppended(new VerificationEmail(ANY_ID, NOW, NEXT, "", SECRET, NOW.plus(Duration.ofHours(24))));
        verify(throttle, never()).admit(startsWith("notice:"), any());
    }

    @Test
    void sendsNoNoticeAfterSeveralOthers() {
        when(throttle.admit("notice:" + ANN_KEY, ClientAddress.UNKNOWN))
                .thenReturn(new LoginThrottle.Rejected(Duration.ofSeconds(7), true));

        update(ANN, NEXT, PASSWORD);

        mocked.assertAppended(new VerificationEmail(ANY_ID, NOW, NEXT, "", SECRET, NOW.plus(Duration.ofHours(24))));
        mocked.assertRecorded(changedBy(ANN));
    }
}
