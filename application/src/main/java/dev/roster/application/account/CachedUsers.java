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
 * The users as read through the cache, and the cache as kept up with changes: at once by whoever makes one, and by an
 * outbox message in case the cache was away just then. Safe for use by many threads.
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

    /** What several requests may wait for together: they missed with one lease, so nothing changed between them. */
    private record LoadKey(UserId id, Lease lease) {}

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
     * Of those who miss a user at one time one loads it, so that a hot one costs the storage one query. What was loaded
     * is kept a little longer, for who looked before it was put in and comes after.
     */
    private Optional<User> loadOnce(LoadKey loading) {
        CompletableFuture<Optional<User>> mine = new CompletableFuture<>();
        CompletableFuture<Optional<User>> first = loads.putIfAbsent(loading, mine);
        if (first != null) {
            // A user may have been created since somebody else found none, and creation ends no lease.
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

    /** Forgets the eldest when there are many. */
    private static final class BoundedMap<K, V> extends LinkedHashMap<K, V> {

        private static final long serialVersionUID = 1L;
        private static final int MAX_ENTRIES = 256;

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > MAX_ENTRIES;
        }
    }

    /** Does a change, which commits, and shows its result to all readers. */
    User change(UserId id, Supplier<User> change) {
        Optional<Lease> lease = cache.acquireLease(id);
        User changed = change.get();
        cache.refresh(changed, lease);
        return changed;
    }

    /** Shows a change that has committed to all readers, for who did not know beforehand whom it would be of. */
    void refresh(User user) {
        cache.refresh(user, Optional.empty());
    }

    /** Does a deletion, which commits, and hides the user from all readers. */
    void delete(UserId id, Runnable deletion) {
        deletion.run();
        cache.markDeleted(id);
    }

    /** To be called inside the transaction of a change. */
    void appendInvalidation(UnitOfWork unit, User changed, Instant now) {
        append(unit, new UserCacheInvalidation(MessageId.random(), now, changed.id(), changed.version(), false));
    }

    /** To be called inside the transaction of a deletion. */
    void appendDeletion(UnitOfWork unit, User deleted, Instant now) {
        append(unit, new UserCacheInvalidation(MessageId.random(), now, deleted.id(), deleted.version(), true));
    }

    private void append(UnitOfWork unit, UserCacheInvalidation message) {
        if (cache != UserCache.NONE) {
            unit.outbox().append(message);
        }
    }
}
