package dev.roster.testkit.fake.storage;

import dev.roster.application.port.security.Credentials;
import dev.roster.application.port.security.PasswordHash;
import dev.roster.application.port.storage.CredentialsRepository;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The credentials of an {@link InMemoryStorage}. */
final class InMemoryCredentialsRepository implements CredentialsRepository {

    private final InMemoryAccess access;

    InMemoryCredentialsRepository(InMemoryAccess access) {
        this.access = access;
    }

    @Override
    public Optional<Credentials> findByUserId(UserId userId) {
        Objects.requireNonNull(userId, "userId");
        return access.read(state -> Optional.ofNullable(state.credentials.get(userId)));
    }

    @Override
    public Set<UserId> findClaimed(Set<UserId> userIds) {
        Set<UserId> asked = Set.copyOf(userIds);
        return access.read(state -> {
            Set<UserId> claimed = new HashSet<>(asked);
            claimed.retainAll(state.credentials.keySet());
            return claimed;
        });
    }

    @Override
    public Credentials setPassword(UserId userId, PasswordHash passwordHash) {
        Objects.requireNonNull(userId, "userId");
        Objects.requireNonNull(passwordHash, "passwordHash");
        return access.write(state -> {
            if (!state.users.containsKey(userId)) {
                throw new UserNotFoundException(userId);
            }
            return state.credentials.merge(
                    userId,
                    new Credentials(userId, passwordHash, 1),
                    (old, first) -> new Credentials(userId, passwordHash, old.sessionEpoch() + 1));
        });
    }

    @Override
    public boolean renewHash(UserId userId, PasswordHash expected, PasswordHash renewed) {
        Objects.requireNonNull(userId, "userId");
        Objects.requireNonNull(expected, "expected");
        Objects.requireNonNull(renewed, "renewed");
        return access.write(state -> {
            Credentials old = state.credentials.get(userId);
            if (old == null || !old.passwordHash().equals(expected)) {
                return false;
            }
            state.credentials.put(userId, new Credentials(userId, renewed, old.sessionEpoch()));
            return true;
        });
    }

    @Override
    public boolean endSessions(UserId userId) {
        Objects.requireNonNull(userId, "userId");
        return access.write(state -> state.credentials.computeIfPresent(
                        userId, (id, old) -> new Credentials(id, old.passwordHash(), old.sessionEpoch() + 1))
                != null);
    }
}
