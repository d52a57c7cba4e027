package com.example.caffeine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.roster.application.port.cache.UserCache;
import dev.roster.application.port.outbox.OutboxMessage.UserCacheInvalidation;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Cache of users in this process, for services with a single node. The entries are results of lookups: hits, misses
 * with a lease, and deletions. Safe for use by multiple threads.
 */
public final class CaffeineUserCache implements UserCache {

    private final Cache<UserId, Lookup> entries;

    /**
     * Creates an empty cache.
     *
     * @param ticker the clock of the cache
     */
    public CaffeineUserCache(Ticker ticker) {
        entries = Caffeine.newBuilder()
                .maximumSize(10_000)
                // A lease is written, and then the entry that it allows: together they live as long as an entry may.
                .expireAfterWrite(UserCacheInvalidation.MAX_ENTRY_TTL.dividedBy(2))
                .ticker(ticker)
                .build();
    }

    @Override
    public Lookup find(UserId id) {
        return entries.get(id, missing -> new Miss(Optional.of(newLease())));
    }

    @Override
    public boolean fill(User user, Lease lease) {
        return entries.asMap().replace(user.id(), new Miss(Optional.of(lease)), new Hit(user));
    }

    @Override
    public Optional<Lease> acquireLease(UserId id) {
        return find(id) instanceof Miss miss ? miss.lease() : Optional.empty();
    }

    @Override
    public void refresh(User user, Optional<Lease> lease) {
        Objects.requireNonNull(lease, "lease");
        entries.asMap().computeIfPresent(user.id(), (id, entry) -> {
            if (entry instanceof Hit hit) {
                return hit.user().version() < user.version() ? new Hit(user) : hit;
            }
            if (entry instanceof Miss miss) {
                return lease.isPresent() && lease.equals(miss.lease()) ? new Hit(user) : null;
            }
            return entry;
        });
    }

    @Override
    public boolean invalidate(UserId id, long version) {
        entries.asMap().computeIfPresent(id, (key, entry) -> {
            boolean newEnough = entry instanceof Hit hit && hit.user().version() >= version;
            return newEnough || entry instanceof Deleted ? entry : null;
        });
        return true;
    }

    @Override
    public boolean markDeleted(UserId id) {
        entries.put(id, new Deleted());
        return true;
    }

    /** Removes all entries and invalidates all leases. */
    public void clear() {
        entries.invalidateAll();
    }

    private static Lease newLease() {
        return new Lease(UUID.randomUUID().toString());
    }
}
