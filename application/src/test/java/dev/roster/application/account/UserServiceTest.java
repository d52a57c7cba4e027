package dev.roster.application.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;

import dev.roster.application.access.Caller;
import dev.roster.application.access.MockedStorage;
import dev.roster.application.access.Precondition;
import dev.roster.application.access.Revision;
import dev.roster.application.access.Viewer;
import dev.roster.application.port.cache.UserCache;
import dev.roster.application.port.outbox.OutboxMessage.ProfileUpdatedNotification;
import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.LoginThrottle;
import dev.roster.application.port.security.PasswordHasher;
import dev.roster.application.port.security.TokenGenerator;
import dev.roster.application.port.storage.AuditEvent;
import dev.roster.application.port.storage.StorageUnavailableException;
import dev.roster.domain.InvalidValueException;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.NewUser;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import dev.roster.domain.user.UserUpdate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Calls made by the service when the caller may change the user and the email address stays. See
 * {@link UserManagementTest} for authorization, {@link EmailChangeTest} for email changes.
 */
class UserServiceTest {

    private static final Instant THEN = Instant.parse("2024-01-01T00:00:00.000001Z");
    private static final Instant NOW = Instant.parse("2024-02-01T00:00:00.000002Z");
    private static final EmailAddress EMAIL = new EmailAddress("Ann@Example.com");
    private static final UserId ID = new UserId(42);
    private static final User ANN =
            new NewUser(EMAIL, "Ann", "A bio", null, THEN).toUser(ID).withVerified(true);
    private static final Caller CALLER = new Caller(ID, new ClientAddress("192.0.2.1"));

    private final MockedStorage mocked = new MockedStorage();
    private final PasswordHasher hasher = mock();
    private final TokenGenerator secrets = mock();
    private final UserService service = new UserService(
            mocked.storage, UserCache.NONE, hasher, secrets, LoginThrottle.NONE, InstantSource.fixed(NOW));

    @BeforeEach
    void stubUser() {
        when(mocked.unitUsers.findById(ID)).thenReturn(Optional.of(ANN));
        when(mocked.unitUsers.update(any())).thenAnswer(call -> {
            User given = call.getArgument(0);
            return given.withVersion(given.version() + 1);
        });
    }

    @AfterEach
    void assertNoHashingAndNoTokens() {
        verifyNoInteractions(hasher, secrets);
        verifyNoMoreInteractions(mocked.unitTokens);
    }

    @Test
    void updatesProfileAndNotifiesOnce() {
        User updated = service.updateProfile(CALLER, ID, profile("Bea", "Another"), Precondition.NONE);

        assertThat(updated).isEqualTo(changed("Bea", "Another").withVersion(2));
        assertThat(mocked.transactions()).isEqualTo(1);
        verify(mocked.unitUsers).update(changed("Bea", "Another"));
        assertThat(mocked.appendedMessages())
                .singleElement()
                .usingRecursiveComparison()
                .ignoringFields("id")
                .isEqualTo(new ProfileUpdatedNotification(
                        mocked.appendedMessages().get(0).id(), NOW, ID, "Bea"));
        verifyNoInteractions(mocked.users);
    }

    @Test
    void keepsFieldsAbsentFromProfileUpdate() {
        ProfileUpdate nameOnly = new ProfileUpdate(Optional.of("Bea"), Optional.empty());
        ProfileUpdate bioOnly = new ProfileUpdate(Optional.empty(), Optional.of(""));

        assertThat(service.updateProfile(CALLER, ID, nameOnly, Precondition.NONE)
                        .bio())
                .isEqualTo("A bio");
        assertThat(service.updateProfile(CALLER, ID, bioOnly, Precondition.NONE).name())
                .isEqualTo("Ann");

        verify(mocked.unitUsers).update(changed("Bea", "A bio"));
        verify(mocked.unitUsers).update(changed("Ann", ""));
        assertThat(mocked.appendedMessages()).hasSize(2);
    }

    @Test
    void skipsProfileUpdateThatChangesNothing() {
        ProfileUpdate nothing = new ProfileUpdate(Optional.empty(), Optional.empty());

        assertThat(service.updateProfile(CALLER, ID, nothing, Precondition.NONE))
                .isEqualTo(ANN);
        assertThat(service.updateProfile(CALLER, ID, profile("Ann", "A bio"), Precondition.NONE))
                .isEqualTo(ANN);

        mocked.assertNothingWritten();
    }

    @Test
    void rejectsInvalidProfileUpdate() {
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> service.updateProfile(CALLER, ID, profile(" ", "A bio"), Precondition.NONE));

        mocked.assertNothingWritten();
    }

    @Test
    void sendsNoNotificationIfProfileUpdateFails() {
        StorageUnavailableException down = new StorageUnavailableException("down");
        doThrow(down).when(mocked.unitUsers).update(any());

        assertThatExceptionOfType(StorageUnavailableException.class)
                .isThrownBy(() -> service.updateProfile(CALLER, ID, profile("Bea", ""), Precondition.NONE))
                .isSameAs(down);

        assertThat(mocked.transactions()).isEqualTo(1);
        verifyNoInteractions(mocked.unitOutbox);
    }

    @Test
    void replacesAllChangeableFields() {
        User updated = service.updateUser(CALLER, ID, new UserUpdate(EMAIL, "Bea", ""), Precondition.NONE);

        assertThat(updated).isEqualTo(changed("Bea", "").withVersion(2));
        verify(mocked.unitUsers).update(changed("Bea", ""));
        assertThat(mocked.transactions()).isEqualTo(1);
        verifyNoInteractions(mocked.unitOutbox, mocked.unitAudit);
    }

    @Test
    void keepsVerifiedIfOnlyEmailCaseChanges() {
        EmailAddress respelled = new EmailAddress("ANN@EXAMPLE.COM");

        User updated = service.updateUser(CALLER, ID, new UserUpdate(respelled, "Ann", "A bio"), Precondition.NONE);

        assertThat(updated.verified()).isTrue();
        assertThat(updated.email()).isEqualTo(respelled);
    }

    @Test
    void skipsWriteIfUpdateChangesNothing() {
        assertThat(service.updateUser(CALLER, ID, new UserUpdate(EMAIL, "Ann", "A bio"), Precondition.NONE))
                .isEqualTo(ANN);

        mocked.assertNothingWritten();
    }

    @Test
    void deletesVersionThatWasRead() {
        when(mocked.unitUsers.findById(ID)).thenReturn(Optional.of(ANN.withVersion(9)));
        when(mocked.unitUsers.delete(ID, 9)).thenReturn(true);

        service.deleteUser(CALLER, ID, Precondition.NONE);

        assertThat(mocked.transactions()).isEqualTo(1);
        verify(mocked.unitUsers).findById(ID);
        verify(mocked.unitUsers).delete(ID, 9);
        verifyNoMoreInteractions(mocked.unitUsers);
        verify(mocked.unitAudit)
                .append(AuditEvent.by(ID, AuditEvent.Type.USER_DELETED, ID, CALLER.clientAddress(), NOW));
        verifyNoInteractions(mocked.unitOutbox, mocked.users);
    }

    @Test
    void returnsNotFoundIfDeletedConcurrently() {
        when(mocked.unitUsers.delete(ID, 1)).thenReturn(false);

        assertThatExceptionOfType(UserNotFoundException.class)
                .isThrownBy(() -> service.deleteUser(CALLER, ID, Precondition.NONE));
    }

    @Test
    void createsUnclaimedUserWithoutMessages() {
        NewUser expected = new NewUser(new EmailAddress("bea@example.com"), "Bea", "", ID, NOW);
        User created = expected.toUser(new UserId(43));
        when(mocked.users.create(expected)).thenReturn(created);

        assertThat(service.createUser(CALLER, expected.email(), "Bea")).isEqualTo(created);

        verify(mocked.users).create(expected);
        verifyNoMoreInteractions(mocked.users);
        verifyNoInteractions(mocked.credentials, mocked.unitUsers, mocked.unitOutbox);
    }

    @Test
    void readsFromStorage() {
        PageRequest request = new PageRequest(2, 5);
        Page<User> page = new Page<>(List.of(ANN), 6, request);
        when(mocked.users.findById(ID)).thenReturn(Optional.of(ANN));
        when(mocked.users.findByEmail(EMAIL)).thenReturn(Optional.of(ANN));
        when(mocked.users.findAll(request)).thenReturn(page);

        assertThat(service.getUser(ID)).isEqualTo(ANN);
        assertThat(service.findUser(EMAIL)).contains(ANN);
        assertThat(service.listUsers(CALLER, request)).isEqualTo(page);
        assertThat(service.viewUser(CALLER, ID)).isEqualTo(new UserView.Complete(ANN));
        assertThat(service.viewUser(Viewer.anonymous(), ID))
                .isEqualTo(new UserView.PublicProfile(ID, "Ann", "A bio", THEN, new Revision(1, THEN)));
        assertThat(mocked.transactions()).isZero();
    }

    @Test
    void returnsNotFoundForUnknownUser() {
        UserId nobody = new UserId(99);
        assertThat(service.findUser(EMAIL)).isEmpty();
        assertThatExceptionOfType(UserNotFoundException.class)
                .isThrownBy(() -> service.getUser(nobody))
                .satisfies(missing -> assertThat(missing.id()).isEqualTo(nobody));
        assertThatExceptionOfType(UserNotFoundException.class)
                .isThrownBy(() -> service.viewUser(Viewer.anonymous(), nobody));
    }

    private static ProfileUpdate profile(String name, String bio) {
        return new ProfileUpdate(Optional.of(name), Optional.of(bio));
    }

    private static User changed(String name, String bio) {
        return ANN.withName(name).withBio(bio).withUpdatedAt(NOW);
    }
}
