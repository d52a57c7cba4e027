package dev.roster.application.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import dev.roster.application.access.Precondition;
import dev.roster.application.port.cache.UserCache;
import dev.roster.application.port.cache.UserCache.Deleted;
import dev.roster.application.port.cache.UserCache.Lease;
import dev.roster.application.port.cache.UserCache.Miss;
import dev.roster.application.port.outbox.OutboxMessage.ProfileUpdatedNotification;
import dev.roster.application.port.outbox.OutboxMessage.UserCacheInvalidation;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserNotFoundException;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mockito.InOrder;

/** Order and failures of calls on the cache and the storage. */
class UserCachingTest extends AccountFixture {

    private static final Lease LEASE = new Lease("a lease");

    UserCachingTest() {
        super(mock(UserCache.class));
    }

    @BeforeEach
    void stubMiss() {
        when(cache.find(ID)).thenReturn(new Miss(Optional.of(LEASE)));
        when(cache.acquireLease(ID)).thenReturn(Optional.of(LEASE));
    }

    @Test
    void returnsNotFoundForDeletedEntryWithoutStorage() {
        when(cache.find(ID)).thenReturn(new Deleted());

        assertThatExceptionOfType(UserNotFoundException.class).isThrownBy(() -> users.getUser(ID));

        verifyNoInteractions(mocked.users);
    }

    @Test
    void readsStorageEachTimeIfCacheIsUnreachable() {
        when(cache.find(ID)).thenReturn(new Miss(Optional.empty()));

        assertThat(users.getUser(ID)).isEqualTo(ANN);
        assertThat(users.getUser(ID)).isEqualTo(ANN);

        verify(mocked.users, times(2)).findById(ID);
        verify(cache, never()).fill(any(), any());
    }

    @Test
    void cachesNoUnknownUser() {
        when(mocked.users.findById(ID)).thenReturn(Optional.empty()).thenReturn(Optional.of(ANN));

        assertThatExceptionOfType(UserNotFoundException.class).isThrownBy(() -> users.getUser(ID));

        assertThat(users.getUser(ID)).as("created after the first lookup").isEqualTo(ANN);
        verify(cache, times(1)).fill(ANN, LEASE);
    }

    @Test
    void readsAgainAfterFailedRead() {
        when(mocked.users.findById(ID)).thenThrow(down).thenReturn(Optional.of(ANN));

        assertThatThrownBy(() -> users.getUser(ID)).isSameAs(down);

        assertThat(users.getUser(ID)).isEqualTo(ANN);
    }

    @ParameterizedTest
    @EnumSource(names = {"UPDATE_USER", "UPDATE_PROFILE", "CHANGE_ROLE"})
    void acquiresLeaseBeforeAndRefreshesCacheAfterChange(Operation operation) {
        apply(operation, Precondition.NONE);

        InOrder order = inOrder(cache, mocked.storage);
        order.verify(cache).acquireLease(ID);
        order.verify(mocked.storage).inTransaction(any());
        order.verify(cache).refresh(stored(operation), Optional.of(LEASE));
    }

    @Test
    void refreshesCacheWithoutLeaseAfterVerification() {
        apply(Operation.VERIFY_EMAIL, Precondition.NONE);

        InOrder order = inOrder(cache, mocked.storage);
        order.verify(mocked.storage).inTransaction(any());
        order.verify(cache).refresh(stored(Operation.VERIFY_EMAIL), Optional.empty());
    }

    @Test
    void marksDeletedAfterTransaction() {
        apply(Operation.DELETE_USER, Precondition.NONE);

        InOrder order = inOrder(cache, mocked.storage);
        order.verify(mocked.storage).inTransaction(any());
        order.verify(cache).markDeleted(ID);
    }

    private static User stored(Operation operation) {
        return operation.changed(ANN).withVersion(2);
    }

    @Test
    void appendsInvalidationForEachChange() {
        for (Operation operation : Operation.values()) {
            apply(operation, Precondition.NONE);
        }

        UserCacheInvalidation changed = new UserCacheInvalidation(ANY_ID, NOW, ID, 2, false);
        mocked.assertAppended(
                changed,
                changed,
                new ProfileUpdatedNotification(ANY_ID, NOW, ID, "Bea"),
                changed,
                changed,
                new UserCacheInvalidation(ANY_ID, NOW, ID, 1, true));
    }

    @ParameterizedTest
    @EnumSource
    void leavesCacheAndOutboxUntouchedIfStorageFails(Operation operation) {
        doThrow(down).when(mocked.unitUsers).update(any());
        doThrow(down).when(mocked.unitUsers).delete(any(), anyLong());

        assertThatThrownBy(() -> apply(operation, Precondition.NONE)).isSameAs(down);

        assertThat(mocked.transactions()).isEqualTo(1);
        verifyNoInteractions(mocked.unitOutbox);
        verify(cache, never()).refresh(any(), any());
        verify(cache, never()).markDeleted(any());
        verify(cache, never()).invalidate(any(), anyLong());
    }
}
