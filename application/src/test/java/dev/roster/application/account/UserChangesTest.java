package dev.roster.application.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.roster.application.access.Caller;
import dev.roster.application.access.MockedStorage;
import dev.roster.application.access.NotAllowedException;
import dev.roster.application.access.Precondition;
import dev.roster.application.access.PreconditionFailedException;
import dev.roster.application.access.Revision;
import dev.roster.application.port.outbox.OutboxMessage.ProfileUpdatedNotification;
import dev.roster.application.port.storage.AuditEvent;
import dev.roster.domain.StaleVersionException;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import dev.roster.domain.user.UserUpdate;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Concurrent changes, failures and messages of all operations that change a user. */
class UserChangesTest extends AccountFixture {

    private final StaleVersionException stale = new StaleVersionException("user 42");

    /** Stubs one concurrent change, stored between the first read and the write. */
    private void stubConcurrentChange(User stored) {
        when(mocked.unitUsers.findById(ID)).thenReturn(Optional.of(ANN)).thenReturn(Optional.of(stored));
        doThrow(stale)
                .doAnswer(MockedStorage.NEXT_VERSION_OF_USER)
                .when(mocked.unitUsers)
                .update(any());
        doThrow(stale).when(mocked.unitUsers).delete(ID, ANN.version());
    }

    @ParameterizedTest
    @EnumSource
    void retriesAfterConcurrentChange(Operation operation) {
        User overtaken = ANN.withBio("by another").withVersion(5);
        stubConcurrentChange(overtaken);

        apply(operation, Precondition.NONE);

        assertThat(mocked.transactions()).isEqualTo(2);
        assertThat(mocked.commits()).isEqualTo(1);
        if (operation == Operation.DELETE_USER) {
            verify(mocked.unitUsers).delete(ID, 5);
        } else {
            verify(mocked.unitUsers).update(operation.changed(overtaken));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"UPDATE_USER", "UPDATE_PROFILE", "DELETE_USER"})
    void rechecksPreconditionOnRetry(Operation operation) {
        stubConcurrentChange(ANN.withVersion(2));

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> apply(operation, Revision.of(ANN)::equals))
                .withMessageContaining("user 42");

        assertThat(mocked.transactions()).isEqualTo(2);
        assertThat(mocked.commits()).isZero();
    }

    @Test
    void notifiesOfProfileUpdatesOnly() {
        for (Operation operation : Operation.values()) {
            apply(operation, Precondition.NONE);
        }

        mocked.assertAppended(new ProfileUpdatedNotification(ANY_ID, NOW, ID, "Bea"));
    }

    @Test
    void skipsUpdateThatChangesNothing() {
        UserUpdate same = new UserUpdate(ANN.email(), ANN.name(), ANN.bio());

        assertThat(users.updateUser(CALLER, ID, same, Precondition.NONE)).isSameAs(ANN);

        verify(mocked.unitUsers, never()).update(any());
    }

    @Test
    void keepsFieldsAbsentFromProfileUpdate() {
        Optional<String> same = Optional.empty();

        assertThat(new ProfileUpdate(Optional.of("Bea"), same).applyTo(ANN)).isEqualTo(ANN.withName("Bea"));
        assertThat(new ProfileUpdate(same, Optional.of("")).applyTo(ANN)).isEqualTo(ANN.withBio(""));
    }

    @Test
    void recordsDeletionWithActor() {
        when(mocked.unitCredentials.findByUserId(ID)).thenReturn(Optional.empty());
        for (User manager : new User[] {ANN, CREATOR, ADMIN}) {
            users.deleteUser(new Caller(manager.id(), CLIENT_ADDRESS), ID, Precondition.NONE);
        }

        verify(mocked.unitUsers, times(3)).delete(ID, ANN.version());
        mocked.assertRecorded(deletedBy(ANN.id()), deletedBy(CREATOR.id()), deletedBy(ADMIN.id()));
    }

    private static AuditEvent deletedBy(UserId actor) {
        return AuditEvent.by(actor, AuditEvent.Type.USER_DELETED, ID, CLIENT_ADDRESS, NOW);
    }

    @Test
    void returnsNotFoundIfDeletedConcurrently() {
        when(mocked.unitUsers.delete(ID, ANN.version())).thenReturn(false);

        assertThatExceptionOfType(UserNotFoundException.class)
                .isThrownBy(() -> apply(Operation.DELETE_USER, Precondition.NONE))
                .satisfies(missing -> assertThat(missing.id()).isEqualTo(ID));
        mocked.assertRecorded();
    }

    @Test
    void namesCallerAndUserInRejection() {
        assertThatExceptionOfType(NotAllowedException.class)
                .isThrownBy(() -> users.deleteUser(CALLER, ADMIN.id(), Precondition.NONE))
                .withMessage("user 42 may not change user 9");
    }
}
