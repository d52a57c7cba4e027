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

import dev.roster.application.access.Caller;
import dev.roster.application.access.RegistrationClosedException;
import dev.roster.application.port.outbox.OutboxMessage.VerificationEmail;
import dev.roster.application.port.outbox.OutboxMessage.WelcomeNotification;
import dev.roster.application.port.security.Credentials;
import dev.roster.application.port.security.OneTimeToken;
import dev.roster.application.port.security.OneTimeToken.Purpose;
import dev.roster.application.port.security.PasswordHash;
import dev.roster.application.port.security.PasswordHasherBusyException;
import dev.roster.application.port.security.TokenHash;
import dev.roster.application.port.storage.AuditEvent;
import dev.roster.application.post.PostInput;
import dev.roster.domain.InvalidValueException;
import dev.roster.domain.post.NewPost;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.EmailAlreadyExistsException;
import dev.roster.domain.user.NewUser;
import dev.roster.domain.user.Password;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;

/** Order, messages and failures when a user registers, or is created with first posts. */
class UserCreationTest extends AccountFixture {

    private static final EmailAddress EMAIL = new EmailAddress("Dan@Example.com");
    private static final Password PASSWORD = new Password("correct horse");
    private static final PasswordHash NEW_HASH = new PasswordHash("hash of correct horse");
    private static final NewUser REGISTERED = new NewUser(EMAIL, "Dan", "", null, NOW);
    private static final User DAN = REGISTERED.toUser(new UserId(43));

    @BeforeEach
    void stubRegistration() {
        when(hasher.hash(PASSWORD.value())).thenReturn(NEW_HASH);
        when(mocked.unitUsers.create(REGISTERED)).thenReturn(DAN);
        when(mocked.unitCredentials.setPassword(DAN.id(), NEW_HASH)).thenReturn(new Credentials(DAN.id(), NEW_HASH, 5));
    }

    private Registration register() {
        return users.registerUser(EMAIL, PASSWORD, "Dan", CLIENT_ADDRESS);
    }

    @Test
    void registersWithMailAndNotificationInOneTransaction() {
        Instant tomorrow = NOW.plus(Duration.ofHours(24));

        Registration registration = register();

        assertThat(registration).isEqualTo(new Registration(DAN, SECRET, 5));
        assertThat(mocked.transactions()).isEqualTo(1);
        verify(mocked.unitTokens)
                .store(new OneTimeToken(TokenHash.of(SECRET), DAN.id(), Purpose.EMAIL_VERIFICATION, tomorrow));
        mocked.assertAppended(
                new VerificationEmail(ANY_ID, NOW, EMAIL, "", SECRET, tomorrow),
                new WelcomeNotification(ANY_ID, NOW, DAN.id(), "Dan"));
        mocked.assertRecorded(AuditEvent.of(AuditEvent.Type.REGISTERED, Optional.of(DAN.id()), CLIENT_ADDRESS, NOW));
    }

    @Test
    void hashesPasswordOnceBeforeTransaction() {
        register();

        InOrder order = inOrder(mocked.users, hasher, mocked.storage);
        order.verify(mocked.users).findByEmail(EMAIL);
        order.verify(hasher).hash(PASSWORD.value());
        order.verify(mocked.storage).inTransaction(any());
        verifyNoMoreInteractions(hasher);
    }

    @Test
    void rejectsRegistrationWithoutAnyCallIfClosed() {
        UserService closed = users.withRegistrationClosed();

        for (EmailAddress email : List.of(EMAIL, ANN.email())) {
            assertThatExceptionOfType(RegistrationClosedException.class)
                    .isThrownBy(() -> closed.registerUser(email, PASSWORD, " ", CLIENT_ADDRESS));
        }
        verifyNoInteractions(mocked.storage, hasher, secrets, throttle);
    }

    @Test
    void onlyAdminsCreateUsersIfRegistrationIsClosed() {
        UserService closed = users.withRegistrationClosed();
        NewUser byAdmin = new NewUser(EMAIL, "Dan", "", ADMIN.id(), NOW);
        when(mocked.unitUsers.create(byAdmin)).thenReturn(DAN);

        assertThatExceptionOfType(RegistrationClosedException.class)
                .isThrownBy(() -> closed.createUser(CALLER, EMAIL, "Dan"));
        verify(mocked.unitUsers, never()).create(any());

        assertThat(closed.createUser(new Caller(ADMIN.id()), EMAIL, "Dan")).isEqualTo(DAN);
    }

    @Test
    void rejectsInvalidNameAndKnownEmailBeforeHashing() {
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> users.registerUser(EMAIL, PASSWORD, " "))
                .withMessage("name must not be blank");
        assertThatExceptionOfType(EmailAlreadyExistsException.class)
                .isThrownBy(() -> users.registerUser(ANN.email(), PASSWORD, "Dan"))
                .satisfies(refusal -> assertThat(refusal.email()).isEqualTo(ANN.email()));

        verifyNoInteractions(hasher, secrets);
        assertThat(mocked.transactions()).isZero();
    }

    @Test
    void startsNoTransactionIfHasherIsBusy() {
        PasswordHasherBusyException busy = new PasswordHasherBusyException(Duration.ofSeconds(1));
        when(hasher.hash(PASSWORD.value())).thenThrow(busy);

        assertThatThrownBy(this::register).isSameAs(busy);

        assertThat(mocked.transactions()).isZero();
    }

    @Test
    void propagatesStorageFailureWithoutRetry() {
        when(mocked.unitCredentials.setPassword(any(), any())).thenThrow(down);

        assertThatThrownBy(this::register).isSameAs(down);

        assertThat(mocked.transactions()).isEqualTo(1);
        assertThat(mocked.commits()).isZero();
    }

    @Test
    void createsUserThenPostsInOneTransactionWithoutMessages() {
        NewUser unclaimed = new NewUser(EMAIL, "Dan", "", ID, NOW);
        when(mocked.unitUsers.create(unclaimed)).thenReturn(DAN);
        List<PostInput> drafts = List.of(new PostInput("First", "text", true), new PostInput("Second", "", false));

        assertThat(users.createUser(CALLER, EMAIL, "Dan", drafts)).isSameAs(DAN);

        assertThat(mocked.transactions()).isEqualTo(1);
        InOrder order = inOrder(mocked.unitUsers, mocked.unitPosts);
        order.verify(mocked.unitUsers).create(unclaimed);
        order.verify(mocked.unitPosts).create(new NewPost(DAN.id(), "First", "text", true, NOW));
        order.verify(mocked.unitPosts).create(new NewPost(DAN.id(), "Second", "", false, NOW));
        order.verifyNoMoreInteractions();
        verifyNoInteractions(mocked.unitOutbox);
        mocked.assertRecorded(AuditEvent.by(ID, AuditEvent.Type.USER_CREATED, DAN.id(), CALLER.clientAddress(), NOW));
    }
}
