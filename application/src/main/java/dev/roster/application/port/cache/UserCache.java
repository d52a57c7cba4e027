package dev.roster.application.port.cache;

import dev.roster.application.port.outbox.OutboxMessage.UserCacheInvalidation;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import java.util.Optional;

/**
 * Cache of users, shared by all nodes.
 *
 * <p>The storage stays the source of truth: any entry may be missing. A cache that limits its size keeps at least the
 * 10,000 users that were stored, looked up or marked as deleted last. Each entry carries the version of the user it was
 * made from.
 *
 * <p>Stale entries are prevented by leases. A lookup that misses returns a {@link Lease}; {@link #fill} stores an entry
 * only while that lease is valid. Every change of the user that reaches the cache, and every restart of the cache,
 * invalidates it ({@code cache.change-invalidates-leases}, {@code cache.restart-invalidates-leases}), also while a fill
 * is running ({@code cache.concurrent-fill-never-stale}). A lease may also expire. An older version never replaces a
 * newer one ({@code cache.older-never-overwrites-newer}). All clients of one backend see the same entries
 * ({@code cache.shared-by-clients}). Users are independent of each other ({@code cache.users-independent}), and the
 * cache does not remember that a user was missing ({@code cache.missing-never-remembered}).
 *
 * <p>An entry is dropped at the latest {@link UserCacheInvalidation#MAX_ENTRY_TTL} after its lease was acquired, or after
 * it was refreshed; reads do not prolong this ({@code cache.entries-expire}). So an entry never outlives an
 * invalidation that waits in the outbox.
 *
 * <p>No method throws because the cache is unreachable, slow or full. Every method then returns within milliseconds, and
 * {@link #find} returns a {@link Miss} without a lease ({@code cache-outage.calls-miss}). Changes that were refused can
 * be repeated afterwards ({@code cache-outage.refused-changes-repeatable}), acknowledged deletions are kept while
 * connections break ({@code cache-outage.acknowledged-deletions-kept}), a restart of the server keeps all entries or
 * none ({@code cache-outage.restart-keeps-all-or-nothing}), and the client works again without a restart
 * ({@code cache-outage.recovers-without-restart}). Null arguments are rejected with {@link NullPointerException}
 * ({@code cache.null-rejected}).
 *
 * <p>Implementations are safe for use by multiple threads.
 */
public interface UserCache {

    /** No cache: every lookup misses, and nothing is stored. */
    UserCache NONE = NoOpUserCache.INSTANCE;

    /**
     * Looks up a user.
     *
     * @return a {@link Hit} with all fields as they were stored ({@code cache.fields-round-trip}); {@link Deleted} for
     *     some time after {@link #markDeleted} ({@code cache.deleted-is-reported}); otherwise a {@link Miss} with a
     *     lease ({@code cache.miss-grants-lease})
     */
    Lookup find(UserId id);

    /**
     * Stores a user that was read from the storage after a miss.
     *
     * @param lease the lease returned by that miss
     * @return whether the entry was stored; false if the lease is no longer valid ({@code cache.fill-requires-lease}),
     *     or another caller has used it ({@code cache.lease-fills-once})
     */
    boolean fill(User user, Lease lease);

    /**
     * Acquires a lease before a change of the user.
     *
     * @return empty if the cache is unreachable, or holds the user: then {@link #refresh} needs no lease
     *     ({@code cache.refresh-requires-lease-or-entry}); empty also if the user is marked as deleted
     *     ({@code cache.deleted-grants-no-lease})
     */
    Optional<Lease> acquireLease(UserId id);

    /**
     * Stores a user that was just committed. Replaces an older entry; if there is no entry, a valid lease is required
     * ({@code cache.refresh-requires-lease-or-entry}). Invalidates all leases of the user in either case
     * ({@code cache.change-invalidates-leases}).
     *
     * @param lease the result of {@link #acquireLease} before the change
     */
    void refresh(User user, Optional<Lease> lease);

    /**
     * Removes an entry older than the given version and invalidates all leases of the user
     * ({@code cache.invalidation-drops-older}). An entry of that version or a newer one is kept.
     *
     * @return false if the cache was unreachable; call again later
     */
    boolean invalidate(UserId id, long version);

    /**
     * Marks a user as deleted. For some time no entry of that user can be stored ({@code cache.deleted-is-reported});
     * afterwards, all leases acquired before are invalid ({@code cache.deletion-outlives-leases}).
     *
     * @return false if the cache was unreachable; call again later
     */
    boolean markDeleted(UserId id);

    /** Result of a lookup. */
    sealed interface Lookup {}

    /**
     * A cache entry was found.
     *
     * @param user the user as stored in the cache
     */
    record Hit(User user) implements Lookup {}

    /** The user was marked as deleted. */
    record Deleted() implements Lookup {}

    /**
     * No cache entry was found.
     *
     * @param lease allows the caller to {@link UserCache#fill} the entry; empty if the cache is unreachable
     */
    record Miss(Optional<Lease> lease) implements Lookup {}

    /**
     * Permission to store an entry of one user. Concurrent misses of one user get equal leases.
     *
     * @param token distinguishes this lease from earlier and later leases of the user
     */
    record Lease(String token) {}
}
