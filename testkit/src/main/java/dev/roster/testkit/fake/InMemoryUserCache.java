package dev.roster.testkit.fake;

import dev.roster.application.port.cache.UserCache;
import dev.roster.application.port.outbox.OutboxMessage.UserCacheInvalidation;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * In-memory user cache. All clients of the same data use the same instance. Safe for use by multiple threads.
 */
public final class InMemoryUserCache implements UserCache {

    private static final Duration LEASE_TTL = Duration.ofSeconds(30);
    private static final Duration ENTRY_TTL = UserCacheInvalidation.MAX_ENTRY_TTL.minus(LEASE_TTL);
    private static final Duration DELETED_TTL = Duration.ofMinutes(10);

    private final Map<UserId, Expiring> entries = new HashMap<>();
    private final InstantSource clock;
    private boolean reachable = true;

    /** Creates an empty cache. */
    public InMemoryUserCache() {
        this(InstantSource.system());
    }

    /**
     * Creates an empty cache.
     *
     * @param clock decides when entries, leases and marks of deleted users expire
     */
    public InMemoryUserCache(InstantSource clock) {
        this.clock = clock;
    }

    private record Expiring(Entry entry, Instant expiresAt) {}

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
        Entry entry = current(id);
        if (entry == null) {
            entry = newLease();
            put(id, entry, LEASE_TTL);
        }
        if (entry instanceof CachedUser copy) {
            return new Hit(copy.user());
        }
        return entry instanceof Leased leased ? new Miss(Optional.of(leased.lease())) : new Deleted();
    }

    @Override
    public synchronized boolean fill(User user, Lease lease) {
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(lease, "lease");
        boolean valid = reachable && new Leased(lease).equals(current(user.id()));
        if (valid) {
            put(user.id(), new CachedUser(user), ENTRY_TTL);
        }
        return valid;
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
        Entry entry = current(user.id());
        if (entry instanceof CachedUser copy) {
            if (copy.user().version() < user.version()) {
                put(user.id(), new CachedUser(user), ENTRY_TTL);
            }
        } else if (entry instanceof Leased leased) {
            if (lease.filter(leased.lease()::equals).isPresent()) {
                put(user.id(), new CachedUser(user), ENTRY_TTL);
            } else {
                entries.remove(user.id());
            }
        }
    }

    @Override
    public synchronized boolean invalidate(UserId id, long version) {
        Objects.requireNonNull(id, "id");
        Entry entry = current(id);
        if (reachable
                && (entry instanceof Leased
                        || (entry instanceof CachedUser copy && copy.user().version() < version))) {
            entries.remove(id);
        }
        return reachable;
    }

    @Override
    public synchronized boolean markDeleted(UserId id) {
        Objects.requireNonNull(id, "id");
        if (reachable) {
            put(id, new Tombstone(), DELETED_TTL);
        }
        return reachable;
    }

    private @Nullable Entry current(UserId id) {
        Expiring found = entries.get(id);
        if (found != null && !clock.instant().isBefore(found.expiresAt())) {
            entries.remove(id);
            return null;
        }
        return found == null ? null : found.entry();
    }

    private void put(UserId id, Entry entry, Duration ttl) {
        entries.put(id, new Expiring(entry, clock.instant().plus(ttl)));
    }

    private static Leased newLease() {
        return new Leased(new Lease(UUID.randomUUID().toString()));
    }
}
