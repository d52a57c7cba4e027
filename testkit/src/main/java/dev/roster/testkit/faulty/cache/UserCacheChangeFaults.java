package dev.roster.testkit.faulty.cache;

import static java.util.Comparator.comparingLong;

import dev.roster.application.port.cache.UserCache;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.conformance.matrix.Fault;
import dev.roster.testkit.conformance.matrix.PlantedFault;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Planted faults of user caches in refreshes, invalidations and deletions. Each is planted in a correct cache. */
public enum UserCacheChangeFaults implements PlantedFault {
    @Fault("Keeps the lease of a read when a change arrives without a lease.")
    CHANGE_WITHOUT_LEASE_IGNORED("cache.change-invalidates-leases"),
    @Fault("Replaces an entry by an older version of the user.")
    OLDER_OVERWRITES("cache.older-never-overwrites-newer"),
    @Fault("Replaces an entry by another one of the same version.")
    SAME_VERSION_OVERWRITES("cache.older-never-overwrites-newer"),
    @Fault("Keeps an entry although a newer version is put in.")
    NEWER_NEVER_OVERWRITES("cache.older-never-overwrites-newer"),
    @Fault("Compares versions as texts, so that 9 is newer than 10.")
    VERSIONS_COMPARED_AS_TEXT("cache.older-never-overwrites-newer"),
    @Fault("Refreshes existing entries only, although the caller has a lease.")
    REFRESH_ONLY_REPLACES("cache.refresh-requires-lease-or-entry"),
    @Fault("Refreshes without a lease and without an entry.")
    REFRESH_ALWAYS_STORES("cache.refresh-requires-lease-or-entry"),
    @Fault("Refreshes with any lease, even a made-up one.")
    ANY_LEASE_REFRESHES("cache.refresh-requires-lease-or-entry"),
    @Fault("Refreshes a user with the lease of another one.")
    LEASE_OF_OTHER_USER_REFRESHES("cache.refresh-requires-lease-or-entry"),
    @Fault("Grants a lease although there is an entry.")
    LEASE_DESPITE_ENTRY("cache.refresh-requires-lease-or-entry"),
    @Fault("Keeps entries that are invalidated.")
    INVALIDATED_NOT_DROPPED("cache.invalidation-drops-older"),
    @Fault("Drops an entry that is as new as the invalidation.")
    CURRENT_ENTRY_DROPPED("cache.invalidation-drops-older"),
    @Fault("Drops an entry that is newer than the invalidation, if its version is less as a text.")
    NEWER_ENTRY_DROPPED("cache.invalidation-drops-older"),
    @Fault("Keeps leases of a user that is invalidated.")
    LEASE_KEPT_AFTER_INVALIDATION("cache.invalidation-drops-older"),
    @Fault("Returns false for each invalidation.")
    INVALIDATION_REPORTED_AS_FAILED("cache.invalidation-drops-older"),
    @Fault("Drops the entry of a deleted user without marking the user deleted.")
    NO_TOMBSTONE("cache.deleted-is-reported"),
    @Fault("Marks only users deleted that have an entry.")
    ONLY_ENTRIES_MARKED_DELETED("cache.deleted-is-reported"),
    @Fault("Marks only users deleted that were looked up before.")
    ONLY_READ_USERS_MARKED_DELETED("cache.deleted-is-reported"),
    @Fault("Lets a refresh bring back a deleted user.")
    REFRESH_RESTORES_DELETED("cache.deleted-is-reported"),
    @Fault("Lets a fill bring back a deleted user.")
    FILL_RESTORES_DELETED("cache.deleted-is-reported"),
    @Fault("Forgets at an invalidation that the user is deleted.")
    INVALIDATION_REMOVES_TOMBSTONE("cache.deleted-is-reported"),
    @Fault("Grants leases for deleted users.")
    LEASE_FOR_DELETED_USER("cache.deleted-grants-no-lease"),
    @Fault("Returns false if a user is marked deleted a second time.")
    SECOND_MARK_DELETED_RETURNS_FALSE("cache.deleted-is-reported"),
    @Fault("Refreshes with a lease that was granted before a restart.")
    EXPIRED_LEASE_REFRESHES("cache.restart-invalidates-leases"),
    @Fault("Compares versions first and writes later.")
    VERSION_CHECK_NOT_ATOMIC("cache.shared-by-clients"),
    @Fault("Ignores a refresh without a user.")
    NULL_USER_REFRESHED("cache.null-rejected"),
    @Fault("Ignores a refresh with null as lease.")
    NULL_LEASE_REFRESHES("cache.null-rejected"),
    @Fault("Ignores an invalidation without an id.")
    NULL_INVALIDATED("cache.null-rejected"),
    @Fault("Ignores null as the id of a deleted user.")
    NULL_MARKED_DELETED("cache.null-rejected");

    @SuppressWarnings("ImmutableEnumChecker") // the list is immutable
    private final List<String> clauses;

    UserCacheChangeFaults(String... clauses) {
        this.clauses = List.of(clauses);
    }

    @Override
    public List<String> clauses() {
        return clauses;
    }

    /** Returns the cache that all clients share, with the fault. */
    public UserCache plantedIn(UserCache sound) {
        return new Faulty(sound);
    }

    private final class Faulty implements UserCache {

        private final UserCache sound;
        private final Set<UserId> known = new HashSet<>();
        private final Map<Lease, UserId> given = new HashMap<>();
        private final Map<UserId, Lookup> overruled = new HashMap<>();
        private final List<User> unwritten = new ArrayList<>();

        Faulty(UserCache sound) {
            this.sound = sound;
        }

        private boolean is(UserCacheChangeFaults fault) {
            return UserCacheChangeFaults.this == fault;
        }

        @Override
        public synchronized Lookup find(UserId id) {
            unwritten.sort(comparingLong(User::version).reversed());
            unwritten.forEach(user -> UserCacheFaults.force(sound, user));
            unwritten.clear();
            Lookup found = overruled.getOrDefault(id, sound.find(id));
            known.add(id);
            if (found instanceof Miss miss) {
                miss.lease().ifPresent(lease -> given.put(lease, id));
            }
            return found;
        }

        @Override
        public boolean fill(User user, Lease lease) {
            if (is(FILL_RESTORES_DELETED) && find(user.id()) instanceof Deleted) {
                overruled.put(user.id(), new Hit(user));
                return true;
            }
            return sound.fill(user, lease);
        }

        @Override
        public Optional<Lease> acquireLease(UserId id) {
            Lookup found = find(id);
            if (is(LEASE_DESPITE_ENTRY) && found instanceof Hit) {
                return Optional.of(new Lease("to replace"));
            }
            if (is(LEASE_FOR_DELETED_USER) && found instanceof Deleted) {
                return Optional.of(new Lease("to bring back"));
            }
            return sound.acquireLease(id);
        }

        @Override
        public synchronized void refresh(User user, Optional<Lease> lease) {
            if ((is(NULL_USER_REFRESHED) && user == null) || (is(NULL_LEASE_REFRESHES) && lease == null)) {
                return;
            }
            Lookup found = sound.find(user.id());
            if (found instanceof Hit hit && is(VERSION_CHECK_NOT_ATOMIC)) {
                if (hit.user().version() < user.version()) {
                    unwritten.add(user);
                }
            } else if (found instanceof Hit hit) {
                if (replaces(user.version(), hit.user().version())) {
                    UserCacheFaults.force(sound, user);
                }
            } else if (found instanceof Miss && putsIn(user.id(), lease)) {
                UserCacheFaults.force(sound, user);
            } else if (found instanceof Deleted && is(REFRESH_RESTORES_DELETED)) {
                overruled.put(user.id(), new Hit(user));
            } else if (!is(CHANGE_WITHOUT_LEASE_IGNORED) || lease.isPresent()) {
                sound.refresh(user, is(REFRESH_ONLY_REPLACES) ? Optional.empty() : lease);
            }
        }

        private boolean replaces(long told, long kept) {
            return switch (UserCacheChangeFaults.this) {
                case OLDER_OVERWRITES -> told != kept;
                case SAME_VERSION_OVERWRITES -> told >= kept;
                case NEWER_NEVER_OVERWRITES -> false;
                case VERSIONS_COMPARED_AS_TEXT -> Long.toString(told).compareTo(Long.toString(kept)) > 0;
                default -> told > kept;
            };
        }

        private boolean putsIn(UserId id, Optional<Lease> lease) {
            return switch (UserCacheChangeFaults.this) {
                case REFRESH_ALWAYS_STORES -> true;
                case ANY_LEASE_REFRESHES -> lease.isPresent();
                case LEASE_OF_OTHER_USER_REFRESHES ->
                    lease.filter(given::containsKey).isPresent();
                case EXPIRED_LEASE_REFRESHES ->
                    lease.map(given::get).filter(id::equals).isPresent();
                default -> false;
            };
        }

        @Override
        public boolean invalidate(UserId id, long version) {
            if (is(NULL_INVALIDATED) && id == null) {
                return true;
            }
            Lookup found = sound.find(id);
            if (is(INVALIDATED_NOT_DROPPED) || (is(LEASE_KEPT_AFTER_INVALIDATION) && found instanceof Miss)) {
                return true;
            }
            if (is(INVALIDATION_REMOVES_TOMBSTONE) && found instanceof Deleted) {
                overruled.put(id, new Miss(Optional.empty()));
            }
            boolean droppedAsText = is(NEWER_ENTRY_DROPPED)
                    && found instanceof Hit hit
                    && Long.toString(hit.user().version()).compareTo(Long.toString(version)) < 0;
            long least = droppedAsText ? Long.MAX_VALUE : is(CURRENT_ENTRY_DROPPED) ? version + 1 : version;
            return sound.invalidate(id, least) && !is(INVALIDATION_REPORTED_AS_FAILED);
        }

        @Override
        public boolean markDeleted(UserId id) {
            if (is(NULL_MARKED_DELETED) && id == null) {
                return true;
            }
            if (is(NO_TOMBSTONE)) {
                return sound.invalidate(id, Long.MAX_VALUE);
            }
            if (is(ONLY_READ_USERS_MARKED_DELETED) && !known.contains(id)) {
                return true;
            }
            Lookup found = sound.find(id);
            if (is(ONLY_ENTRIES_MARKED_DELETED) && found instanceof Miss) {
                return true;
            }
            return sound.markDeleted(id) && !(is(SECOND_MARK_DELETED_RETURNS_FALSE) && found instanceof Deleted);
        }
    }
}
