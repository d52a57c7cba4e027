package dev.roster.testkit.fake;

import dev.roster.application.port.cache.UserCache;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * In-memory user cache whose entries never expire. All clients of the same data use the same instance. Safe for use by
 * multiple threads.
 */
public final class InMemoryUserCache implements UserCache {

    private final Map<UserId, Entry> entries = new HashMap<>();
    private boolean reachable = true;

    private sealed interface Entry {}

    private record CachedUser(User user) implements Entry {}

    private record Leased(Lease lease) implements Entry {}

    private record Tombstone() implements Entry {}

    /** Makes the cache unreachable, or reachable again with all its entries. */
    public synchronized void setReachable(boolean changed) {
        reachable = changed;
    }

    /** Removes all entries and leases, like the restart of a server without persistence. */
    public synchronized void clear() {
        entries.clear();
    }

    @Override
    public synchronized Lookup find(UserId id) {
        Objects.requireNonNull(id, "id");
        if (!reachable) {
            return new Miss(Optional.empty());
        }
        Entry entry = entries.computeIfAbsent(id, missing -> newLease());
        if (entry instanceof CachedUser copy) {
            return new Hit(copy.user());
        }
        return entry instanceof Leased leased ? new Miss(Optional.of(leased.lease())) : new Deleted();
    }

    @Override
    public synchronized boolean fill(User user, Lease lease) {
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(lease, "lease");
        return reachable && entries.replace(user.id(), new Leased(lease), new CachedUser(user));
    }

    @Override
    public synchronized Optional<Lease> acquireLease(UserId id) {
        return find(id) instanceof Miss miss ? miss.lease() : Optional.empty();
    }

    @Override
    public synchronized void refresh(User user, Optional<Lease> lease) {
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(lease, "lease");
        if (!reachable) {
            return;
        }
        Entry entry = entries.get(user.id());
        if (entry instanceof CachedUser copy) {
            if (copy.user().version() < user.version()) {
                entries.put(user.id(), new CachedUser(user));
            }
        } else if (entry instanceof Leased leased) {
            if (lease.filter(leased.lease()::equals).isPresent()) {
                entries.put(user.id(), new CachedUser(user));
            } else {
                entries.remove(user.id());
            }
        }
    }

    @Override
    public synchronized boolean invalidate(UserId id, long version) {
        Objects.requireNonNull(id, "id");
        if (reachable
                && (entries.get(id) instanceof Leased
                        || (entries.get(id) instanceof CachedUser copy
                                && copy.user().version() < version))) {
            entries.remove(id);
        }
        return reachable;
    }

    @Override
    public synchronized boolean markDeleted(UserId id) {
        Objects.requireNonNull(id, "id");
        if (reachable) {
            entries.put(id, new Tombstone());
        }
        return reachable;
    }

    private static Leased newLease() {
        return new Leased(new Lease(UUID.randomUUID().toString()));
    }
}
