package dev.roster.application.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import dev.roster.application.access.Caller;
import dev.roster.application.access.MockedStorage;
import dev.roster.application.access.Precondition;
import dev.roster.application.port.cache.UserCache;
import dev.roster.application.port.outbox.OutboxMessage;
import dev.roster.application.port.outbox.OutboxMessage.EmailChangedEmail;
import dev.roster.application.port.outbox.OutboxMessage.VerificationEmail;
import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.Credentials;
import dev.roster.application.port.security.LoginThrottle;
import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.application.port.security.OneTimeToken;
import dev.roster.application.port.security.OneTimeToken.Purpose;
import dev.roster.application.port.security.PasswordHash;
import dev.roster.application.port.security.PasswordHasher;
import dev.roster.application.port.security.TokenGenerator;
import dev.roster.application.port.security.TokenHash;
import dev.roster.application.port.storage.AuditEvent;
import dev.roster.domain.InvalidValueException;
import dev.roster.domain.StaleVersionException;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.EmailAlreadyExistsException;
import dev.roster.domain.user.NewUser;
import dev.roster.domain.user.Role;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserUpdate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Conditions and mails of an update to another email address. */
class EmailChangeTest {

    private static final Instant THEN = Instant.parse("2024-01-01T00:00:00.000001Z");
    private static final Instant NOW = Instant.parse("2024-02-01T00:00:00.000002Z");
    private static final Instant TOMORROW = NOW.plus(Duration.ofDays(1));
    private static final EmailAddress NEXT = new EmailAddress("ann@example.org");
    private static final ClientAddress FROM = new ClientAddress("192.0.2.1");
    private static final PasswordHash HASH = new PasswordHash("hash of right");
    private static final OneTimeSecret SECRET = new OneTimeSecret("one-time-secret");
    private static final User CREATOR = user(7, null);
    private static final User ANN = user(42, CREATOR.id()).withVerified(true);
    private static final User ADMIN = user(9, null).withRole(Role.ADMIN);

    private final MockedStorage mocked = new MockedStorage();
    private final PasswordHasher hasher = mock();
    private final TokenGenerator secrets = mock();
    private final LoginThrottle throttle = mock();
    private final UserService service =
            new UserService(mocked.storage, UserCache.NONE, hasher, secrets, throttle, InstantSource.fixed(NOW));

    private static User user(long id, UserId createdBy) {
        EmailAddress email = new EmailAddress("user" + id + "@example.com");
        return new NewUser(email, "User " + id, "", createdBy, THEN).toUser(new UserId(id));
    }

    @BeforeEach
    void stubUsersAndPassword() {
        for (User user : List.of(ANN, CREATOR, ADMIN)) {
            when(mocked.users.findById(user.id())).thenReturn(Optional.of(user));
            when(mocked.unitUsers.findById(user.id())).thenReturn(Optional.of(user));
        }
        when(mocked.users.findByEmail(ANN.email())).thenReturn(Optional.of(ANN));
        when(mocked.credentials.findByUserId(ANN.id())).thenReturn(Optional.of(new Credentials(ANN.id(), HASH, 3)));
        when(mocked.unitUsers.update(any())).thenAnswer(call -> {
            User given = call.getArgument(0);
            return given.withVersion(given.version() + 1);
        });
        when(hasher.verify(any(), any())).thenAnswer(call -> {
            assertThat(mocked.inTransaction())
                    .as("hashing inside a transaction")
                    .isFalse();
            return call.getArgument(0).equals("right") && call.getArgument(1).equals(HASH);
        });
        when(secrets.generate()).thenReturn(SECRET);
        when(throttle.admit(any(), any())).thenReturn(new LoginThrottle.Admitted());
    }

    private User update(User caller, UserUpdate update) {
        return service.updateUser(new Caller(caller.id(), FROM), ANN.id(), update, Precondition.NONE);
    }

    private static UserUpdate to(EmailAddress email, Optional<String> password) {
        return new UserUpdate(email, "Ann", "", password);
    }

    private static User withNewEmail() {
        return ANN.withEmail(NEXT).withName("Ann").withUpdatedAt(NOW);
    }

    @Test
    void changesEmailWithCorrectPassword() {
        assertThat(update(ANN, to(NEXT, Optional.of("right"))))
                .isEqualTo(withNewEmail().withVersion(2));

        assertThat(withNewEmail().verified())
                .as("verified after a change of the email address")
                .isFalse();
        verify(mocked.unitUsers).update(withNewEmail());
        verify(hasher).verify("right", HASH);
        verify(throttle).admit("user42@example.com", FROM);
        verify(throttle).clear("user42@example.com");
        assertThat(mocked.transactions()).isEqualTo(1);
    }

    @Test
    void revokesTokensMailedToOldEmail() {
        update(ANN, to(NEXT, Optional.of("right")));

        verify(mocked.unitTokens).revoke(ANN.id(), Purpose.EMAIL_VERIFICATION, NOW);
        verify(mocked.unitTokens).revoke(ANN.id(), Purpose.PASSWORD_RESET, NOW);
        verify(mocked.unitTokens)
                .store(new OneTimeToken(TokenHash.of(SECRET), ANN.id(), Purpose.EMAIL_VERIFICATION, TOMORROW));
    }

    @Test
    void mailsTokenToNewAndNoticeToOldEmail() {
        update(ANN, to(NEXT, Optional.of("right")));

        List<OutboxMessage> mails = mocked.appendedMessages();
        assertThat(mails).hasSize(2);
        assertThat(mails.get(0))
                .isEqualTo(new VerificationEmail(mails.get(0).id(), NOW, NEXT, "Ann", SECRET, TOMORROW));
        assertThat(mails.get(1)).isEqualTo(new EmailChangedEmail(mails.get(1).id(), NOW, ANN.email(), "Ann", NEXT));
        assertThat(mocked.recordedEvents())
                .containsExactly(AuditEvent.by(ANN.id(), AuditEvent.Type.EMAIL_CHANGED, ANN.id(), FROM, NOW));
    }

    @Test
    void rejectsMissingPassword() {
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> update(ANN, to(NEXT, Optional.empty())))
                .satisfies(refused -> assertThat(refused.violations())
                        .singleElement()
                        .satisfies(violation -> assertThat(violation.field()).isEqualTo("password")));

        mocked.assertNothingWritten();
        verifyNoInteractions(hasher, throttle);
    }

    @Test
    void countsWrongPasswordAsFailedLogin() {
        assertThatExceptionOfType(InvalidCredentialsException.class)
                .isThrownBy(() -> update(ANN, to(NEXT, Optional.of("wrong"))));

        mocked.assertNothingWritten();
        assertThat(mocked.transactions()).isZero();
        verify(throttle, never()).release(any());
        verify(throttle, never()).clear(any());
        verify(mocked.audit).append(AuditEvent.of(AuditEvent.Type.SIGN_IN_FAILED, Optional.of(ANN.id()), FROM, NOW));
    }

    @Test
    void rejectsThrottledCaller() {
        when(throttle.admit(any(), any())).thenReturn(new LoginThrottle.Rejected(Duration.ofSeconds(9), false));

        assertThatExceptionOfType(TooManyAttemptsException.class)
                .isThrownBy(() -> update(ANN, to(NEXT, Optional.of("right"))))
                .satisfies(refused -> assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(9)));

        mocked.assertNothingWritten();
        verifyNoInteractions(hasher);
    }

    @Test
    void requiresNoPasswordFromAdminAndCreator() {
        for (User manager : List.of(ADMIN, CREATOR)) {
            assertThat(update(manager, to(NEXT, Optional.empty())).email()).isEqualTo(NEXT);
        }

        verifyNoInteractions(hasher, throttle);
        assertThat(mocked.recordedEvents())
                .extracting(AuditEvent::actorId)
                .containsExactly(Optional.of(ADMIN.id()), Optional.of(CREATOR.id()));
    }

    @Test
    void requiresNoPasswordIfOnlyCaseChanges() {
        EmailAddress respelled = new EmailAddress("USER42@Example.com");

        User updated = update(ANN, to(respelled, Optional.empty()));

        assertThat(updated.email()).isEqualTo(respelled);
        assertThat(updated.verified()).isTrue();
        verifyNoInteractions(hasher, throttle, mocked.unitTokens, mocked.unitOutbox, mocked.unitAudit);
    }

    /**
     * A concurrent change moved the account to another email address after the first read, so this update would restore
     * the old one.
     */
    @Test
    void requiresPasswordIfEmailChangedConcurrently() {
        when(mocked.unitUsers.findById(ANN.id()))
                .thenReturn(Optional.of(ANN.withEmail(NEXT).withVersion(2)));

        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> update(ANN, to(ANN.email(), Optional.empty())));

        assertThat(mocked.commits()).isZero();
        verifyNoInteractions(mocked.unitTokens, mocked.unitOutbox, mocked.unitAudit);
    }

    @Test
    void verifiesPasswordOnceAcrossRetries() {
        doThrow(new StaleVersionException("user 42"))
                .doReturn(withNewEmail().withVersion(3))
                .when(mocked.unitUsers)
                .update(any());

        update(ANN, to(NEXT, Optional.of("right")));

        assertThat(mocked.transactions()).isEqualTo(2);
        verify(hasher, times(1)).verify(any(), any());
        verify(throttle, times(1)).admit(any(), any());
        assertThat(mocked.appendedMessages()).hasSize(2);
    }

    @Test
    void rejectsTakenEmail() {
        EmailAlreadyExistsException taken = new EmailAlreadyExistsException(NEXT);
        doThrow(taken).when(mocked.unitUsers).update(any());

        assertThatExceptionOfType(EmailAlreadyExistsException.class)
                .isThrownBy(() -> update(ANN, to(NEXT, Optional.of("right"))))
                .isSameAs(taken);

        assertThat(mocked.transactions()).isEqualTo(1);
        verifyNoInteractions(mocked.unitTokens, mocked.unitOutbox, mocked.unitAudit);
    }

    /** Between the two reads, the account was deleted and another user registered its email address. */
    @Test
    void rejectsPasswordOfNewEmailOwner() {
        User another = user(43, null).withEmail(ANN.email());
        doReturn(Optional.of(another)).when(mocked.users).findByEmail(ANN.email());
        when(mocked.credentials.findByUserId(another.id()))
                .thenReturn(Optional.of(new Credentials(another.id(), HASH, 1)));

        assertThatExceptionOfType(InvalidCredentialsException.class)
                .isThrownBy(() -> update(ANN, to(NEXT, Optional.of("right"))));

        mocked.assertNothingWritten();
    }

    @Test
    void hidesPasswordInToString() {
        assertThat(to(NEXT, Optional.of("hush-hush")).toString())
                .contains("ann@example.org", "Ann")
                .doesNotContain("hush-hush");
    }
}
