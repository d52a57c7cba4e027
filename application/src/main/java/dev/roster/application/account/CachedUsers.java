package dev.roster.application.account;

import dev.roster.application.port.cache.UserCache;
import dev.roster.application.port.cache.UserCache.Deleted;
import dev.roster.application.port.cache.UserCache.Hit;
import dev.roster.application.port.cache.UserCache.Lease;
import dev.roster.application.port.cache.UserCache.Miss;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.outbox.OutboxMessage.UserCacheInvalidation;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * Reads users through the cache, which all nodes share (a node itself keeps no users), and keeps the cache up to date
 * after changes: directly, and by an outbox message in case the cache is unreachable. Safe for use by multiple threads.
 */
final class CachedUsers {

    private final Storage storage;
    private final UserCache cache;
    private final Map<LoadKey, CompletableFuture<Optional<User>>> loads =
            Collections.synchronizedMap(new BoundedMap<>());

    CachedUsers(Storage storage, UserCache cache) {
        this.storage = storage;
        this.cache = cache;
    }

    /** Key of a load. Concurrent misses with the same lease share one load: no change happened between them. */
    private record LoadKey(UserId id, Lease lease) {}

    /**
     * Returns a user from the cache, otherwise from the storage. If the cache is unreachable, which it reports as a
     * miss without a lease, the user is not stored in the cache.
     */
    Optional<User> find(UserId id) {
        UserCache.Lookup lookup = cache.find(id);
        if (lookup instanceof Hit hit) {
            return Optional.of(hit.user());
        }
        if (lookup instanceof Deleted) {
            return Optional.empty();
        }
        return ((Miss) lookup)
                .lease()
                .map(lease -> loadOnce(new LoadKey(id, lease)))
                .orElseGet(() -> storage.users().findById(id));
    }

    /**
     * Loads a user once for all concurrent misses with the same lease. The result is kept for a while after the load,
     * for requests that missed before the entry was stored. This is no second cache: any change that reaches the cache
     * invalidates the lease.
     */
    private Optional<User> loadOnce(LoadKey loading) {
        CompletableFuture<Optional<User>> mine = new CompletableFuture<>();
        CompletableFuture<Optional<User>> first = loads.putIfAbsent(loading, mine);
        if (first != null) {
            // A creation does not invalidate leases, so the user may have been created after the shared load.
            return await(first).or(() -> storage.users().findById(loading.id()));
        }
        try {
            Optional<User> found = storage.users().findById(loading.id());
            if (found.isPresent()) {
                cache.fill(found.get(), loading.lease());
            } else {
                loads.remove(loading, mine);
            }
            mine.complete(found);
            return found;
        } catch (RuntimeException | Error failed) {
            loads.remove(loading, mine);
            mine.completeExceptionally(failed);
            throw failed;
        }
    }

    private static Optional<User> await(CompletableFuture<Optional<User>> loading) {
        try {
            return loading.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failed;
        }
    }

    /** Removes its eldest entry when it is full. */
    private static final class BoundedMap<K, V> extends LinkedHashMap<K, V> {

        private static final long serialVersionUID = 1L;
        private static final int MAX_ENTRIES = 256;

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > MAX_ENTRIES;
        }
    }

    /** Runs a change that commits, then refreshes the cached entry with its result. */
    User change(UserId id, Supplier<User> change) {
        Optional<Lease> lease = cache.acquireLease(id);
        User changed = change.get();
        cache.refresh(changed, lease);
        return changed;
    }

    /** Refreshes the cached user after a commit, for callers that could not acquire a lease first. */
    void refresh(User user) {
        cache.refresh(user, Optional.empty());
    }

    /** Runs a deletion that commits, then marks the cached user as deleted. */
    void delete(UserId id, Runnable deletion) {
        deletion.run();
        cache.markDeleted(id);
    }

    /**
     * Stores a user if it was changed, and appends the outbox message that repairs the cache if it is unreachable.
     *
     * @return the user as stored
     */
    User update(UnitOfWork unit, User current, User changed, Instant now) {
        if (changed.equals(current)) {
            return current;
        }
        User stored = unit.users().update(changed.withUpdatedAt(now));
        appendInvalidation(unit, stored, now, false);
        return stored;
    }

    /** Appends the same message for a deletion. */
    void appendDeletion(UnitOfWork unit, User deleted, Instant now) {
        appendInvalidation(unit, deleted, now, true);
    }

    private void appendInvalidation(UnitOfWork unit, User user, Instant now, boolean deleted) {
        if (cache != UserCache.NONE) {
            unit.outbox()
                    .append(new UserCacheInvalidation(MessageId.random(), now, user.id(), user.version(), deleted));
        }
    }
}
