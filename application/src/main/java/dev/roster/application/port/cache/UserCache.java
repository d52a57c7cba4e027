package dev.roster.application.port.cache;

import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import java.util.Optional;

/**
 * Users kept where every node reads them faster than from the storage. It holds copies, each with the version of the user
 * it is of, and is never the last word: what it lost or never had is a miss.
 *
 * <p>A copy is only put in by who can tell that it is not of yesterday: with a {@link Lease}, taken before the storage was
 * read or written, which ends with every change of the user that the cache hears of, and with the memory of the cache
 * ({@code cache.restart-invalidates-leases}). An older version never replaces a newer one
 * ({@code cache.older-never-overwrites-newer}). What one client put in or took out, all others see
 * ({@code cache.shared-by-clients}).
 *
 * <p>No method fails because the cache is out of reach, slow, or full; each ends in a few milliseconds then, a look as a
 * miss without a lease. {@code null} is refused with {@link NullPointerException} ({@code cache.null-rejected}).
 */
public interface UserCache {

    /** No cache: every look misses, and nothing is kept. */
    UserCache NONE = NoOpUserCache.INSTANCE;

    /**
     * Looks for a user: a {@link Hit} with all fields as they were put in ({@code cache.fields-round-trip}),
     * {@link Deleted} for a while after a deletion ({@code cache.deleted-is-reported}), else a {@link Miss} with a lease
     * ({@code cache.miss-grants-lease}).
     */
    Lookup find(UserId id);

    /**
     * Puts in what was read from the storage after a miss.
     *
     * @param lease what the miss gave
     * @return whether it was put in; not if the lease has ended ({@code cache.fill-requires-lease})
     */
    boolean fill(User user, Lease lease);

    /**
     * A lease for who is about to change a user; empty if the cache is out of reach, or has the user, in which case
     * {@link #refresh} needs none ({@code cache.refresh-requires-lease-or-entry}).
     */
    Optional<Lease> acquireLease(UserId id);

    /**
     * Puts in what was just committed. It replaces an older copy, and where there is none it is put in with a lease alone
     * ({@code cache.refresh-requires-lease-or-entry}). Either way all leases of the user end
     * ({@code cache.change-invalidates-leases}).
     *
     * @param lease as {@link #acquireLease} gave it before the change
     */
    void refresh(User user, Optional<Lease> lease);

    /**
     * Makes sure that no copy older than a version is found any more, and that leases taken before now are of no use
     * ({@code cache.invalidation-drops-older}); a copy of that version or a newer one stays.
     *
     * @return false if the cache was out of reach, and it has to be said again
     */
    boolean invalidate(UserId id, long version);

    /**
     * Says that a user was deleted. For a while no copy can be put in, whoever read it when
     * ({@code cache.deleted-is-reported}); after that every lease from before has ended.
     *
     * @return false if the cache was out of reach, and it has to be said again
     */
    boolean markDeleted(UserId id);

    /** What the cache knows of a user. */
    sealed interface Lookup {}

    /**
     * A copy.
     *
     * @param user as it was put in
     */
    record Hit(User user) implements Lookup {}

    /** The user was deleted. */
    record Deleted() implements Lookup {}

    /**
     * Nothing.
     *
     * @param lease to put in what is read now; empty if the cache is out of reach
     */
    record Miss(Optional<Lease> lease) implements Lookup {}

    /**
     * The right to put in a copy. Leases of one user at one time are equal: who misses while another loads has the same.
     *
     * @param token tells it from those before and after
     */
    record Lease(String token) {}
}
