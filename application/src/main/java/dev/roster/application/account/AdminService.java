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
     * Grants or revokes the admin role ({@code service.admin-granted-and-revoked}). Anyone can register with an email
     * address of another person, so a grant to an unverified one must be forced
     * ({@code service.admin-granted-to-verified-only}).
     *
     * @param force whether to grant the role to a user with an unverified email address
     * @return the user; empty if no user has that email address
     * @throws UnverifiedEmailException if the role would be granted, the email address is unverified, and {@code force}
     *     is false
     */
    public Optional<User> changeRole(EmailAddress email, Role role, boolean force) {
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
                            if (role == Role.ADMIN && !current.verified() && !force) {
                                throw new UnverifiedEmailException(current.email());
                            }
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
