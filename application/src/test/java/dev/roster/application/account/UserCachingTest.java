package dev.roster.application.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.inOrder;
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
import dev.roster.application.port.cache.UserCache.Deleted;
import dev.roster.application.port.cache.UserCache.Hit;
import dev.roster.application.port.cache.UserCache.Lease;
import dev.roster.application.port.cache.UserCache.Miss;
import dev.roster.application.port.outbox.OutboxMessage.UserCacheInvalidation;
import dev.roster.application.port.security.LoginThrottle;
import dev.roster.application.port.security.PasswordHasher;
import dev.roster.application.port.security.TokenGenerator;
import dev.roster.application.port.storage.StorageUnavailableException;
import dev.roster.domain.user.NewUser;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mockito.InOrder;

/** When the cache is read, filled and invalidated. */
class UserCachingTest {

    private static final Instant THEN = Instant.parse("2024-01-01T00:00:00.000001Z");
    private static final Instant NOW = Instant.parse("2024-02-01T00:00:00.000002Z");
    private static final UserId ID = new UserId(42);
    private static final User ANN = new NewUser(UserWriteOperation.EMAIL, "Ann", "A bio", null, THEN).toUser(ID);
    private static final Caller CALLER = new Caller(ID);
    private static final Lease LEASE = new Lease("a lease");

    private final MockedStorage mocked = new MockedStorage();
    private final UserCache cache = mock();
    private final UserService service = service(cache);

    private UserService service(UserCache used) {
        PasswordHasher hasher = mock();
        TokenGenerator secrets = mock();
        return new UserService(mocked.storage, used, hasher, secrets, LoginThrottle.NONE, InstantSource.fixed(NOW));
    }

    @BeforeEach
    void stubUser() {
        when(mocked.users.findById(ID)).thenReturn(Optional.of(ANN));
        when(mocked.unitUsers.findById(ID)).thenReturn(Optional.of(ANN));
        when(mocked.unitUsers.delete(ID, 1)).thenReturn(true);
        when(mocked.unitUsers.update(any())).thenAnswer(call -> {
            User given = call.getArgument(0);
            return given.withVersion(given.version() + 1);
        });
        when(cache.acquireLease(ID)).thenReturn(Optional.of(LEASE));
    }

    @Test
    void returnsCacheHitWithoutStorage() {
        when(cache.find(ID)).thenReturn(new Hit(ANN));

        assertThat(service.getUser(ID)).isEqualTo(ANN);

        verifyNoInteractions(mocked.users);
        verify(cache, never()).fill(any(), any());
    }

    @Test
    void returnsNotFoundForDeletedEntryWithoutStorage() {
        when(cache.find(ID)).thenReturn(new Deleted());

        assertThatExceptionOfType(UserNotFoundException.class).isThrownBy(() -> service.getUser(ID));

        verifyNoInteractions(mocked.users);
    }

    @Test
    void fillsCacheAfterMissWithLease() {
        when(cache.find(ID)).thenReturn(new Miss(Optional.of(LEASE)));

        assertThat(service.getUser(ID)).isEqualTo(ANN);

        verify(cache).fill(ANN, LEASE);
    }

    @Test
    void readsStorageEachTimeIfCacheIsUnreachable() {
        when(cache.find(ID)).thenReturn(new Miss(Optional.empty()));

        assertThat(service.getUser(ID)).isEqualTo(ANN);
        assertThat(service.getUser(ID)).isEqualTo(ANN);

        verify(mocked.users, times(2)).findById(ID);
        verify(cache, never()).fill(any(), any());
    }

    @Test
    void cachesNoUnknownUser() {
        when(cache.find(ID)).thenReturn(new Miss(Optional.of(LEASE)));
        when(mocked.users.findById(ID)).thenReturn(Optional.empty()).thenReturn(Optional.of(ANN));

        assertThatExceptionOfType(UserNotFoundException.class).isThrownBy(() -> service.getUser(ID));

        assertThat(service.getUser(ID)).as("created after the first lookup").isEqualTo(ANN);
        verify(cache, times(1)).fill(ANN, LEASE);
    }

    @Test
    void retriesAfterFailedRead() {
        StorageUnavailableException down = new StorageUnavailableException("down");
        when(cache.find(ID)).thenReturn(new Miss(Optional.of(LEASE)));
        when(mocked.users.findById(ID)).thenThrow(down).thenReturn(Optional.of(ANN));

        assertThatExceptionOfType(StorageUnavailableException.class)
                .isThrownBy(() -> service.getUser(ID))
                .isSameAs(down);

        assertThat(service.getUser(ID)).isEqualTo(ANN);
    }

    @ParameterizedTest
    @EnumSource(names = "DELETE_USER", mode = EnumSource.Mode.EXCLUDE)
    void acquiresLeaseBeforeAndRefreshesCacheAfterChange(UserWriteOperation change) {
        change.apply(service, CALLER, ID, Precondition.NONE);

        InOrder order = inOrder(cache, mocked.storage);
        order.verify(cache).acquireLease(ID);
        order.verify(mocked.storage).inTransaction(any());
        order.verify(cache).refresh(argThat(user -> user.version() == 2), eq(Optional.of(LEASE)));
        assertThat(mocked.appendedMessages())
                .filteredOn(UserCacheInvalidation.class::isInstance)
                .singleElement()
                .usingRecursiveComparison()
                .ignoringFields("id")
                .isEqualTo(new UserCacheInvalidation(
                        mocked.appendedMessages().get(0).id(), NOW, ID, 2, false));
    }

    @Test
    void marksDeletedAfterTransaction() {
        service.deleteUser(CALLER, ID, Precondition.NONE);

        InOrder order = inOrder(cache, mocked.storage);
        order.verify(mocked.storage).inTransaction(any());
        order.verify(cache).markDeleted(ID);
        assertThat(mocked.appendedMessages())
                .singleElement()
                .usingRecursiveComparison()
                .ignoringFields("id")
                .isEqualTo(new UserCacheInvalidation(
                        mocked.appendedMessages().get(0).id(), NOW, ID, 1, true));
    }

    @ParameterizedTest
    @EnumSource
    void leavesCacheUntouchedAfterRollback(UserWriteOperation change) {
        StorageUnavailableException down = new StorageUnavailableException("down");
        doThrow(down).when(mocked.unitUsers).update(any());
        doThrow(down).when(mocked.unitUsers).delete(ID, 1);

        assertThatExceptionOfType(StorageUnavailableException.class)
                .isThrownBy(() -> change.apply(service, CALLER, ID, Precondition.NONE));

        verify(cache, never()).refresh(any(), any());
        verify(cache, never()).markDeleted(any());
        verify(cache, never()).invalidate(any(), anyLong());
    }

    @ParameterizedTest
    @EnumSource
    void appendsNoInvalidationWithoutCache(UserWriteOperation change) {
        change.apply(service(UserCache.NONE), CALLER, ID, Precondition.NONE);

        assertThat(mocked.appendedMessages()).noneMatch(UserCacheInvalidation.class::isInstance);
    }
}
