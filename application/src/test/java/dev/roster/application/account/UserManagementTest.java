package dev.roster.application.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import dev.roster.application.access.Caller;
import dev.roster.application.access.MockedStorage;
import dev.roster.application.access.NotAllowedException;
import dev.roster.application.access.Precondition;
import dev.roster.application.access.PreconditionFailedException;
import dev.roster.application.access.Revision;
import dev.roster.application.port.cache.UserCache;
import dev.roster.application.port.outbox.OutboxMessage;
import dev.roster.application.port.security.Credentials;
import dev.roster.application.port.security.LoginThrottle;
import dev.roster.application.port.security.PasswordHash;
import dev.roster.application.port.storage.TransactionConflictException;
import dev.roster.domain.StaleVersionException;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.NewUser;
import dev.roster.domain.user.Role;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which callers may change a user, in which state, and how concurrent changes are handled. */
class UserManagementTest {

    private static final Instant THEN = Instant.parse("2024-01-01T00:00:00.000001Z");
    private static final Instant NOW = Instant.parse("2024-02-01T00:00:00.000002Z");

    private static final UserId ANN_ID = new UserId(42);
    private static final User CREATOR = user(7, null);
    private static final User ANN = user(42, CREATOR.id()).withEmail(UserWriteOperation.EMAIL);
    private static final User STRANGER = user(8, null);
    private static final User ADMIN = user(9, null).withRole(Role.ADMIN);
    private static final Caller DELETED = new Caller(new UserId(10));

    private final MockedStorage mocked = new MockedStorage();
    private final UserService service = new UserService(
            mocked.storage, UserCache.NONE, mock(), mock(), LoginThrottle.NONE, InstantSource.fixed(NOW));

    private static User user(long id, UserId createdBy) {
        EmailAddress email = new EmailAddress("user" + id + "@example.com");
        return new NewUser(email, "User " + id, "", createdBy, THEN).toUser(new UserId(id));
    }

    @BeforeEach
    void stubUsers() {
        for (User user : List.of(ANN, CREATOR, STRANGER, ADMIN)) {
            when(mocked.unitUsers.findById(user.id())).thenReturn(Optional.of(user));
        }
        when(mocked.unitUsers.update(any())).thenAnswer(call -> {
            User given = call.getArgument(0);
            return given.withVersion(given.version() + 1);
        });
        when(mocked.unitUsers.delete(any(), anyLong())).thenReturn(true);
    }

    @ParameterizedTest
    @EnumSource
    void allowsSelfAdminAndCreatorOfUnclaimedAccount(UserWriteOperation change) {
        for (User may : List.of(ANN, ADMIN, CREATOR)) {
            change.apply(service, new Caller(may.id()), ANN_ID, Precondition.NONE);
        }
        assertWritten(change, 3);
    }

    @ParameterizedTest
    @EnumSource
    void allowsSelfAndAdminForClaimedAccount(UserWriteOperation change) {
        stubUserWithPassword();

        change.apply(service, new Caller(ANN_ID), ANN_ID, Precondition.NONE);
        change.apply(service, new Caller(ADMIN.id()), ANN_ID, Precondition.NONE);

        assertWritten(change, 2);
    }

    @ParameterizedTest
    @EnumSource
    void rejectsOtherCallers(UserWriteOperation change) {
        stubUserWithPassword();
        for (Caller caller : List.of(new Caller(STRANGER.id()), DELETED, new Caller(CREATOR.id()))) {
            assertThatExceptionOfType(NotAllowedException.class)
                    .isThrownBy(() -> change.apply(service, caller, ANN_ID, Precondition.NONE))
                    .withMessage("user " + caller.id() + " may not change user 42");
        }
        mocked.assertNothingWritten();
    }

    @ParameterizedTest
    @EnumSource
    void rejectsOtherCallersForAccountWithoutCreator(UserWriteOperation change) {
        assertThatExceptionOfType(NotAllowedException.class)
                .isThrownBy(() -> change.apply(service, new Caller(ANN_ID), STRANGER.id(), Precondition.NONE));
        assertThatExceptionOfType(NotAllowedException.class)
                .as("the caller's role decides, not the user's")
                .isThrownBy(() -> change.apply(service, new Caller(ANN_ID), ADMIN.id(), Precondition.NONE));
        mocked.assertNothingWritten();
    }

    @ParameterizedTest
    @EnumSource
    void returnsNotFoundForUnknownUser(UserWriteOperation change) {
        UserId missing = DELETED.id();
        for (Caller caller : List.of(new Caller(ADMIN.id()), new Caller(STRANGER.id()), DELETED)) {
            assertThatExceptionOfType(UserNotFoundException.class)
                    .isThrownBy(() -> change.apply(service, caller, missing, Precondition.NONE))
                    .satisfies(refusal -> assertThat(refusal.id()).isEqualTo(missing));
        }
        mocked.assertNothingWritten();
    }

    @ParameterizedTest
    @EnumSource
    void checksPreconditionAfterAuthorization(UserWriteOperation change) {
        List<Revision> asked = new ArrayList<>();
        Precondition refusing = current -> {
            assertThat(mocked.inTransaction()).isTrue();
            asked.add(current);
            return false;
        };

        assertThatExceptionOfType(NotAllowedException.class)
                .isThrownBy(() -> change.apply(service, new Caller(STRANGER.id()), ANN_ID, refusing));
        assertThat(asked).isEmpty();

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> change.apply(service, new Caller(ANN_ID), ANN_ID, refusing))
                .withMessageContaining("user 42");
        assertThat(asked).containsExactly(new Revision(1, THEN));
        mocked.assertNothingWritten();
    }

    @ParameterizedTest
    @EnumSource
    void retriesAfterConcurrentUpdate(UserWriteOperation change) {
        User overtaken = ANN.withBio("by another").withVersion(5);
        when(mocked.unitUsers.findById(ANN_ID)).thenReturn(Optional.of(ANN)).thenReturn(Optional.of(overtaken));
        doThrow(new StaleVersionException("user 42"))
                .doReturn(overtaken.withName("Bea").withVersion(6))
                .when(mocked.unitUsers)
                .update(any());
        doThrow(new StaleVersionException("user 42")).when(mocked.unitUsers).delete(ANN_ID, 1);
        when(mocked.unitUsers.delete(ANN_ID, 5)).thenReturn(true);

        change.apply(service, new Caller(ANN_ID), ANN_ID, Precondition.NONE);

        assertThat(mocked.transactions()).isEqualTo(2);
        switch (change) {
            case DELETE_USER -> verify(mocked.unitUsers).delete(ANN_ID, 5);
            case UPDATE_PROFILE -> {
                verify(mocked.unitUsers).update(overtaken.withName("Bea").withUpdatedAt(NOW));
                assertThat(mocked.appendedMessages()).as("one notification").hasSize(1);
            }
            case UPDATE_USER ->
                verify(mocked.unitUsers)
                        .update(overtaken
                                .withEmail(UserWriteOperation.EMAIL)
                                .withName("Bea")
                                .withBio("")
                                .withUpdatedAt(NOW));
        }
    }

    @ParameterizedTest
    @EnumSource
    void rechecksPreconditionOnRetry(UserWriteOperation change) {
        when(mocked.unitUsers.findById(ANN_ID))
                .thenReturn(Optional.of(ANN))
                .thenReturn(Optional.of(ANN.withVersion(2)));
        doThrow(new StaleVersionException("user 42")).when(mocked.unitUsers).update(any());
        doThrow(new StaleVersionException("user 42")).when(mocked.unitUsers).delete(ANN_ID, 1);

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() ->
                        change.apply(service, new Caller(ANN_ID), ANN_ID, current -> current.equals(Revision.of(ANN))));

        assertThat(mocked.transactions()).isEqualTo(2);
        verifyNoInteractions(mocked.unitOutbox);
    }

    @ParameterizedTest
    @EnumSource
    void throwsConflictAfterMaxAttempts(UserWriteOperation change) {
        StaleVersionException stale = new StaleVersionException("user 42");
        doThrow(stale).when(mocked.unitUsers).update(any());
        doThrow(stale).when(mocked.unitUsers).delete(any(), anyLong());

        assertThatExceptionOfType(TransactionConflictException.class)
                .isThrownBy(() -> change.apply(service, new Caller(ANN_ID), ANN_ID, Precondition.NONE))
                .withCause(stale);

        assertThat(mocked.transactions()).isBetween(10, 100);
        verifyNoInteractions(mocked.unitOutbox);
    }

    @Test
    void notifiesOfProfileUpdatesOnly() {
        for (UserWriteOperation change : UserWriteOperation.values()) {
            assertThatCode(() -> change.apply(service, new Caller(ANN_ID), ANN_ID, Precondition.NONE))
                    .doesNotThrowAnyException();
        }

        assertThat(mocked.appendedMessages())
                .singleElement()
                .isInstanceOf(OutboxMessage.ProfileUpdatedNotification.class);
    }

    private void stubUserWithPassword() {
        when(mocked.unitCredentials.findByUserId(ANN_ID))
                .thenReturn(Optional.of(new Credentials(ANN_ID, new PasswordHash("hash"), 1)));
    }

    private void assertWritten(UserWriteOperation change, int times) {
        verify(mocked.unitUsers, times(change == UserWriteOperation.DELETE_USER ? times : 0))
                .delete(ANN_ID, 1);
        verify(mocked.unitUsers, times(change == UserWriteOperation.DELETE_USER ? 0 : times))
                .update(any());
    }
}
