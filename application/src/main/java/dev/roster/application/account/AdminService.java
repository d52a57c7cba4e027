package dev.roster.application.account;

import dev.roster.application.access.OptimisticRetry;
import dev.roster.application.port.cache.UserCache;
import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.storage.AuditEvent;
import dev.roster.application.port.storage.Storage;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.Role;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserNotFoundException;
import java.time.InstantSource;
import java.util.Optional;

/** Operations on accounts for operators. */
public final class AdminService {

    private final Storage storage;
    private final CachedUsers cached;
    private final InstantSource clock;

    /**
     * @param storage storage of users; not closed by this object
     * @param cache cache to invalidate; {@link UserCache#NONE} if there is none
     * @param clock clock for all timestamps
     */
    public AdminService(Storage storage, UserCache cache, InstantSource clock) {
        this.storage = storage;
        this.cached = new CachedUsers(storage, cache);
        this.clock = clock;
    }

    /**
     * Grants or revokes the admin role ({@code service.admin-granted-and-revoked}).
     *
     * @return the user; empty if no user has that email address
     */
    public Optional<User> changeRole(EmailAddress email, Role role) {
        return storage.users()
                .findByEmail(email)
                .map(User::id)
                .map(id -> cached.change(
                        id,
                        () -> OptimisticRetry.inTransaction(storage, unit -> {
                            User current = unit.users()
                                    .lock(id)
                                    .filter(locked -> locked.email().sameAccountAs(email))
                                    .orElseThrow(() -> new UserNotFoundException(id));
                            User updated = cached.update(unit, current, current.withRole(role), clock.instant());
                            if (updated.version() != current.version()) {
                                unit.auditLog().append(event(role, updated));
                            }
                            return updated;
                        })));
    }

    private static AuditEvent event(Role role, User user) {
        AuditEvent.Type type = role == Role.ADMIN ? AuditEvent.Type.ADMIN_GRANTED : AuditEvent.Type.ADMIN_REVOKED;
        return AuditEvent.of(type, Optional.of(user.id()), ClientAddress.UNKNOWN, user.updatedAt());
    }
}
