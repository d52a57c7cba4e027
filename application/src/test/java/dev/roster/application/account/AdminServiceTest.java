package dev.roster.application.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import dev.roster.application.access.MockedStorage;
import dev.roster.application.port.cache.UserCache;
import dev.roster.application.port.cache.UserCache.Lease;
import dev.roster.application.port.outbox.OutboxMessage;
import dev.roster.application.port.outbox.OutboxMessage.UserCacheInvalidation;
import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.storage.AuditEvent;
import dev.roster.domain.StaleVersionException;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.NewUser;
import dev.roster.domain.user.Role;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;

class AdminServiceTest {

    private static final Instant NOW = Instant.parse("2024-02-01T00:00:00.000002Z");
    private static final EmailAddress EMAIL = new EmailAddress("ann@example.com");
    private static final UserId ID = new UserId(42);
    private static final User ANN = new NewUser(EMAIL, "Ann", "", null, NOW.minusSeconds(60)).toUser(ID);
    private static final User ADMIN = ANN.withRole(Role.ADMIN);
    private static final Optional<Lease> LEASE = Optional.of(new Lease("a lease"));

    private final MockedStorage mocked = new MockedStorage();
    private final UserCache cache = mock();
    private final AdminService admins = new AdminService(mocked.storage, cache, InstantSource.fixed(NOW));

    @BeforeEach
    void stubUser() {
        when(mocked.users.findByEmail(EMAIL)).thenReturn(Optional.of(ANN));
        when(mocked.unitUsers.findById(ID)).thenReturn(Optional.of(ANN));
        when(mocked.unitUsers.update(any())).thenAnswer(call -> {
            User given = call.getArgument(0);
            return given.withVersion(given.version() + 1);
        });
        when(cache.acquireLease(ID)).thenReturn(LEASE);
    }

    private static User stored(User changed) {
        return changed.withUpdatedAt(NOW).withVersion(2);
    }

    private static AuditEvent event(AuditEvent.Type type) {
        return AuditEvent.of(type, Optional.of(ID), ClientAddress.UNKNOWN, NOW);
    }

    @Test
    void grantsAndRevokesRoleWithAudit() {
        assertThat(admins.changeRole(EMAIL, Role.ADMIN)).contains(stored(ADMIN));
        when(mocked.unitUsers.findById(ID)).thenReturn(Optional.of(ADMIN));
        assertThat(admins.changeRole(EMAIL, Role.USER)).contains(stored(ANN));

        assertThat(mocked.recordedEvents())
                .containsExactly(event(AuditEvent.Type.ADMIN_GRANTED), event(AuditEvent.Type.ADMIN_REVOKED));
        verifyNoInteractions(mocked.audit);
    }

    @Test
    void acquiresLeaseBeforeAndRefreshesCacheAfterChange() {
        admins.changeRole(EMAIL, Role.ADMIN);

        InOrder order = inOrder(mocked.storage, cache);
        order.verify(cache).acquireLease(ID);
        order.verify(mocked.storage).inTransaction(any());
        order.verify(cache).refresh(stored(ADMIN), LEASE);
        OutboxMessage word = mocked.appendedMessages().get(0);
        assertThat(mocked.appendedMessages()).containsExactly(new UserCacheInvalidation(word.id(), NOW, ID, 2, false));
    }

    @Test
    void skipsWriteIfRoleIsUnchanged() {
        assertThat(admins.changeRole(EMAIL, Role.USER)).contains(ANN);

        mocked.assertNothingWritten();
    }

    @Test
    void returnsEmptyForUnknownEmail() {
        assertThat(admins.changeRole(new EmailAddress("bea@example.com"), Role.ADMIN))
                .isEmpty();

        mocked.assertNothingWritten();
        verifyNoInteractions(cache);
    }

    @Test
    void retriesAfterConcurrentUpdate() {
        User renamed = ANN.withName("Bea").withVersion(5);
        when(mocked.unitUsers.findById(ID)).thenReturn(Optional.of(ANN)).thenReturn(Optional.of(renamed));
        User given = renamed.withRole(Role.ADMIN).withUpdatedAt(NOW);
        doThrow(new StaleVersionException("user 42"))
                .doReturn(given.withVersion(6))
                .when(mocked.unitUsers)
                .update(any());

        assertThat(admins.changeRole(EMAIL, Role.ADMIN)).contains(given.withVersion(6));

        assertThat(mocked.transactions()).isEqualTo(2);
        assertThat(mocked.recordedEvents()).containsExactly(event(AuditEvent.Type.ADMIN_GRANTED));
    }
}
