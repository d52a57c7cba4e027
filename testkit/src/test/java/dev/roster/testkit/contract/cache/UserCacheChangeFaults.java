package dev.roster.testkit.contract.cache;

import static java.util.Comparator.comparingLong;

import dev.roster.application.port.cache.UserCache;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.fake.ForwardingUserCache;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Faults of user caches in what they make of changes and deletions, each planted in a sound one. */
public enum UserCacheChangeFaults {
    CHANGE_WITHOUT_LEASE_UNHEARD("cache.change-ends-leases"),
    OLDER_OVERWRITES("cache.older-never-overwrites-newer"),
    SAME_VERSION_OVERWRITES("cache.older-never-overwrites-newer"),
    NEWER_NEVER_OVERWRITES("cache.older-never-overwrites-newer"),
    VERSIONS_COMPARED_AS_TEXT("cache.older-never-overwrites-newer"),
    REFRESH_ONLY_REPLACES("cache.refresh-wants-lease-or-entry"),
    REFRESH_ALWAYS_PUTS_IN("cache.refresh-wants-lease-or-entry"),
    ANY_LEASE_REFRESHES("cache.refresh-wants-lease-or-entry"),
    LEASE_OF_ANOTHER_REFRESHES("cache.refresh-wants-lease-or-entry"),
    LEASE_WHERE_THERE_IS_A_COPY("cache.refresh-wants-lease-or-entry"),
    OUTDATED_STAYS("cache.outdated-is-dropped"),
    CURRENT_DROPPED("cache.outdated-is-dropped"),
    NEWER_DROPPED("cache.outdated-is-dropped"),
    LEASE_OUTLIVES_OUTDATING("cache.outdated-is-dropped"),
    OUTDATING_NEVER_DONE("cache.outdated-is-dropped"),
    NO_TOMBSTONE("cache.deleted-is-gone"),
    ONLY_COPIES_FORGOTTEN("cache.deleted-is-gone"),
    ONLY_KNOWN_FORGOTTEN("cache.deleted-is-gone"),
    REFRESH_BRINGS_BACK("cache.deleted-is-gone"),
    FILL_BRINGS_BACK("cache.deleted-is-gone"),
    OUTDATING_LIFTS_TOMBSTONE("cache.deleted-is-gone"),
    LEASE_OF_THE_DELETED("cache.deleted-is-gone"),
    FORGOTTEN_BEFORE_SAYS_FALSE("cache.deleted-is-gone"),
    ENDED_LEASE_REFRESHES("cache.lease-ends-with-memory"),
    CHECKED_LONG_BEFORE_WRITTEN("cache.seen-by-second-client"),
    NULL_REFRESHED("cache.null-refused"),
    NULL_REFRESHES("cache.null-refused"),
    NULL_OUTDATED("cache.null-refused"),
    NULL_FORGOTTEN("cache.null-refused");

    final String clause;

    UserCacheChangeFaults(String clause) {
        this.clause = clause;
    }

    /** What all clients use, with the fault. */
    public UserCache plantedIn(UserCache sound) {
        return new Faulty(sound);
    }

    private final class Faulty extends ForwardingUserCache {

        private final UserCache sound;
        private final Set<UserId> known = new HashSet<>();
        private final Map<Lease, UserId> given = new HashMap<>();
        private final Map<UserId, Lookup> overruled = new HashMap<>();
        private final List<User> unwritten = new ArrayList<>();

        Faulty(UserCache sound) {
            super(sound);
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
            if (is(FILL_BRINGS_BACK) && find(user.id()) instanceof Gone) {
                overruled.put(user.id(), new Hit(user));
                return true;
            }
            return sound.fill(user, lease);
        }

        @Override
        public Optional<Lease> lease(UserId id) {
            Lookup found = find(id);
            if (is(LEASE_WHERE_THERE_IS_A_COPY) && found instanceof Hit) {
                return Optional.of(new Lease("to replace"));
            }
            if (is(LEASE_OF_THE_DELETED) && found instanceof Gone) {
                return Optional.of(new Lease("to bring back"));
            }
            return sound.lease(id);
        }

        @Override
        public synchronized void refresh(User user, Optional<Lease> lease) {
            if ((is(NULL_REFRESHED) && user == null) || (is(NULL_REFRESHES) && lease == null)) {
                return;
            }
            Lookup found = sound.find(user.id());
            if (found instanceof Hit hit && is(CHECKED_LONG_BEFORE_WRITTEN)) {
                if (hit.user().version() < user.version()) {
                    unwritten.add(user);
                }
            } else if (found instanceof Hit hit) {
                if (replaces(user.version(), hit.user().version())) {
                    UserCacheFaults.force(sound, user);
                }
            } else if (found instanceof Miss && putsIn(user.id(), lease)) {
                UserCacheFaults.force(sound, user);
            } else if (found instanceof Gone && is(REFRESH_BRINGS_BACK)) {
                overruled.put(user.id(), new Hit(user));
            } else if (!is(CHANGE_WITHOUT_LEASE_UNHEARD) || lease.isPresent()) {
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
                case REFRESH_ALWAYS_PUTS_IN -> true;
                case ANY_LEASE_REFRESHES -> lease.isPresent();
                case LEASE_OF_ANOTHER_REFRESHES ->
                    lease.filter(given::containsKey).isPresent();
                case ENDED_LEASE_REFRESHES ->
                    lease.map(given::get).filter(id::equals).isPresent();
                default -> false;
            };
        }

        @Override
        public boolean outdate(UserId id, long version) {
            if (is(NULL_OUTDATED) && id == null) {
                return true;
            }
            Lookup found = sound.find(id);
            if (is(OUTDATED_STAYS) || (is(LEASE_OUTLIVES_OUTDATING) && found instanceof Miss)) {
                return true;
            }
            if (is(OUTDATING_LIFTS_TOMBSTONE) && found instanceof Gone) {
                overruled.put(id, new Miss(Optional.empty()));
            }
            boolean droppedAsText = is(NEWER_DROPPED)
                    && found instanceof Hit hit
                    && Long.toString(hit.user().version()).compareTo(Long.toString(version)) < 0;
            long least = droppedAsText ? Long.MAX_VALUE : is(CURRENT_DROPPED) ? version + 1 : version;
            return sound.outdate(id, least) && !is(OUTDATING_NEVER_DONE);
        }

        @Override
        public boolean forget(UserId id) {
            if (is(NULL_FORGOTTEN) && id == null) {
                return true;
            }
            if (is(NO_TOMBSTONE)) {
                return sound.outdate(id, Long.MAX_VALUE);
            }
            if (is(ONLY_KNOWN_FORGOTTEN) && !known.contains(id)) {
                return true;
            }
            Lookup found = sound.find(id);
            if (is(ONLY_COPIES_FORGOTTEN) && found instanceof Miss) {
                return true;
            }
            return sound.forget(id) && !(is(FORGOTTEN_BEFORE_SAYS_FALSE) && found instanceof Gone);
        }
    }
}
