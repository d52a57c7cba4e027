package dev.roster.application.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;

import dev.roster.application.access.MockedStorage;
import dev.roster.application.port.cache.UserCache;
import dev.roster.application.port.outbox.OutboxMessage;
import dev.roster.application.port.outbox.OutboxMessage.VerificationEmail;
import dev.roster.application.port.outbox.OutboxMessage.WelcomeNotification;
import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.Credentials;
import dev.roster.application.port.security.LoginThrottle;
import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.application.port.security.OneTimeToken;
import dev.roster.application.port.security.OneTimeToken.Purpose;
import dev.roster.application.port.security.PasswordHash;
import dev.roster.application.port.security.PasswordHasher;
import dev.roster.application.port.security.PasswordHasherBusyException;
import dev.roster.application.port.security.TokenGenerator;
import dev.roster.application.port.security.TokenHash;
import dev.roster.application.port.storage.AuditEvent;
import dev.roster.application.port.storage.StorageUnavailableException;
import dev.roster.domain.InvalidValueException;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.EmailAlreadyExistsException;
import dev.roster.domain.user.NewUser;
import dev.roster.domain.user.Password;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mockito.InOrder;
import org.mockito.Mock;
import org.mockito.junit.jupiter.MockitoExtension;
import org.mockito.stubbing.OngoingStubbing;

/** Calls made by {@link UserService#registerUser}. */
@ExtendWith(MockitoExtension.class)
class RegistrationTest {

    private static final Instant NOW = Instant.parse("2024-02-29T23:59:59.000001Z");
    private static final Instant TOMORROW = Instant.parse("2024-03-01T23:59:59.000001Z");
    private static final EmailAddress EMAIL = new EmailAddress("Ann@Example.com");
    private static final Password PASSWORD = new Password("correct horse");
    private static final PasswordHash HASH = new PasswordHash("hash of correct horse");
    private static final OneTimeSecret SECRET = new OneTimeSecret("one-time-secret");
    private static final ClientAddress FROM = new ClientAddress("192.0.2.1");
    private static final UserId ID = new UserId(42);
    private static final NewUser NEW_USER = new NewUser(EMAIL, "Ann", "", null, NOW);
    private static final User CREATED = NEW_USER.toUser(ID);

    private final MockedStorage mocked = new MockedStorage();

    @Mock
    private PasswordHasher hasher;

    @Mock
    private TokenGenerator secrets;

    private Registration register() {
        return new UserService(
                        mocked.storage, UserCache.NONE, hasher, secrets, LoginThrottle.NONE, InstantSource.fixed(NOW))
                .registerUser(EMAIL, PASSWORD, "Ann", FROM);
    }

    private OngoingStubbing<User> stubCreation() {
        when(hasher.hash(PASSWORD.value())).thenReturn(HASH);
        return when(mocked.unitUsers.create(NEW_USER));
    }

    private void stubSuccessfulRegistration() {
        stubCreation().thenReturn(CREATED);
        when(mocked.unitCredentials.setPassword(ID, HASH)).thenReturn(new Credentials(ID, HASH, 5));
        when(secrets.generate()).thenReturn(SECRET).thenReturn(new OneTimeSecret("another"));
    }

    @Test
    void storesUserCredentialsAndTokenInOneTransaction() {
        stubSuccessfulRegistration();

        register();

        assertThat(mocked.transactions()).isEqualTo(1);
        verify(mocked.unitUsers).create(NEW_USER);
        verify(mocked.unitCredentials).setPassword(ID, HASH);
        verify(mocked.unitTokens)
                .store(new OneTimeToken(TokenHash.of(SECRET), ID, Purpose.EMAIL_VERIFICATION, TOMORROW));
        verifyNoMoreInteractions(mocked.unitUsers, mocked.unitCredentials, mocked.unitTokens);
        verify(mocked.users).findByEmail(EMAIL);
        verifyNoMoreInteractions(mocked.users, mocked.credentials);
    }

    @Test
    void returnsUserTokenAndSessionEpoch() {
        stubSuccessfulRegistration();

        assertThat(register()).isEqualTo(new Registration(CREATED, SECRET, 5));
    }

    @Test
    void appendsVerificationEmailAndWelcomeNotification() {
        stubSuccessfulRegistration();

        Registration registration = register();

        assertThat(mocked.appendedMessages())
                .hasSize(2)
                .extracting(OutboxMessage::id)
                .doesNotHaveDuplicates();
        assertThat(mocked.appendedMessages())
                .filteredOn(VerificationEmail.class::isInstance)
                .singleElement()
                .usingRecursiveComparison()
                .ignoringFields("id")
                .isEqualTo(new VerificationEmail(
                        mocked.appendedMessages().get(0).id(),
                        NOW,
                        EMAIL,
                        "Ann",
                        registration.verificationToken(),
                        TOMORROW));
        assertThat(mocked.appendedMessages())
                .filteredOn(WelcomeNotification.class::isInstance)
                .singleElement()
                .usingRecursiveComparison()
                .ignoringFields("id")
                .isEqualTo(
                        new WelcomeNotification(mocked.appendedMessages().get(1).id(), NOW, ID, "Ann"));
    }

    @Test
    void auditsUserAndClientAddress() {
        stubSuccessfulRegistration();

        register();

        assertThat(mocked.recordedEvents())
                .containsExactly(AuditEvent.of(AuditEvent.Type.REGISTERED, Optional.of(ID), FROM, NOW));
        verifyNoInteractions(mocked.audit);
    }

    @Test
    void storesHashOfTokenOnly() {
        stubSuccessfulRegistration();

        TokenHash hash = TokenHash.of(register().verificationToken());

        verify(secrets).generate();
        verify(mocked.unitTokens).store(new OneTimeToken(hash, ID, Purpose.EMAIL_VERIFICATION, TOMORROW));
        assertThat(hash.hex()).doesNotContain(SECRET.value());
        assertThat(UserService.VERIFICATION_TTL).isEqualTo(Duration.ofHours(24));
    }

    @Test
    void hashesPasswordOnceBeforeTransaction() {
        stubSuccessfulRegistration();
        when(hasher.hash(PASSWORD.value())).thenAnswer(call -> {
            assertThat(mocked.inTransaction()).isFalse();
            return HASH;
        });

        register();

        InOrder order = inOrder(mocked.users, hasher, mocked.storage);
        order.verify(mocked.users).findByEmail(EMAIL);
        order.verify(hasher).hash(PASSWORD.value());
        order.verify(mocked.storage).inTransaction(any());
        verifyNoMoreInteractions(hasher);
    }

    @Test
    void rejectsKnownEmailBeforeHashing() {
        when(mocked.users.findByEmail(EMAIL)).thenReturn(Optional.of(CREATED));

        assertThatExceptionOfType(EmailAlreadyExistsException.class)
                .isThrownBy(this::register)
                .satisfies(refusal -> assertThat(refusal.email()).isEqualTo(EMAIL));

        verifyNoInteractions(hasher, secrets);
        assertNothingWritten();
    }

    @Test
    void rejectsEmailTakenConcurrently() {
        EmailAlreadyExistsException raced = new EmailAlreadyExistsException(EMAIL);
        stubCreation().thenThrow(raced);

        assertThatExceptionOfType(EmailAlreadyExistsException.class)
                .isThrownBy(this::register)
                .isSameAs(raced);

        assertThat(mocked.transactions()).isEqualTo(1);
        verify(mocked.unitUsers).create(NEW_USER);
        verifyNoMoreInteractions(mocked.unitUsers);
        verifyNoInteractions(mocked.unitCredentials, mocked.unitTokens, mocked.unitOutbox);
    }

    @Test
    void rejectsInvalidNameFirst() {
        UserService service = new UserService(
                mocked.storage, UserCache.NONE, hasher, secrets, LoginThrottle.NONE, InstantSource.fixed(NOW));

        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> service.registerUser(EMAIL, PASSWORD, " "))
                .withMessage("name must not be blank");

        verifyNoInteractions(mocked.users, hasher, secrets);
        assertNothingWritten();
    }

    @Test
    void writesNothingIfHasherIsBusy() {
        PasswordHasherBusyException busy = new PasswordHasherBusyException(Duration.ofSeconds(1));
        when(hasher.hash(PASSWORD.value())).thenThrow(busy);

        assertThatExceptionOfType(PasswordHasherBusyException.class)
                .isThrownBy(this::register)
                .isSameAs(busy);

        assertNothingWritten();
    }

    @Test
    void propagatesStorageFailureWithoutRetry() {
        StorageUnavailableException down = new StorageUnavailableException("down");
        stubCreation().thenReturn(CREATED);
        when(mocked.unitCredentials.setPassword(ID, HASH)).thenThrow(down);

        assertThatExceptionOfType(StorageUnavailableException.class)
                .isThrownBy(this::register)
                .isSameAs(down);

        assertThat(mocked.transactions()).isEqualTo(1);
    }

    private void assertNothingWritten() {
        assertThat(mocked.transactions()).isZero();
        verifyNoInteractions(mocked.unitUsers, mocked.unitCredentials, mocked.unitTokens, mocked.unitOutbox);
        mocked.assertNothingWritten();
    }
}
