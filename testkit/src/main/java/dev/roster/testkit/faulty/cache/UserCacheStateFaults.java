package dev.roster.testkit.faulty.cache;

import dev.roster.application.port.cache.UserCache;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.conformance.matrix.Fault;
import dev.roster.testkit.conformance.matrix.PlantedFault;
import dev.roster.testkit.fake.forwarding.ForwardingUserCache;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Planted faults of user caches in what they remember: of users that were missing, of other users, of old entries and
 * leases. Each is planted in every client of a correct cache.
 */
public enum UserCacheStateFaults implements PlantedFault {
    @Fault("Remembers in each client that a user was missing.")
    MISSING_REMEMBERED_BY_CLIENT("cache.missing-never-remembered"),
    @Fault("Reports a user as deleted that was missing three times.")
    MISSING_REPORTED_AS_DELETED("cache.missing-never-remembered"),
    @Fault("Stores no entry of a user that was missing three times.")
    MISSING_NEVER_FILLED("cache.missing-never-remembered"),
    @Fault("Grants no lease to writers of a user that was missing three times.")
    MISSING_NEVER_LEASED("cache.missing-never-remembered"),
    @Fault("Truncates ids to 32 bits.")
    IDS_TRUNCATED("cache.users-independent"),
    @Fault("Marks all users as deleted whose id starts with the same digits.")
    ALL_WITH_ID_PREFIX_DELETED("cache.users-independent"),
    @Fault("Drops the entries and leases of all users when one is marked as deleted.")
    ALL_DROPPED_ON_DELETION("cache.users-independent"),
    @Fault("Invalidates the leases of the same shard when a user is invalidated.")
    LEASES_OF_SHARD_INVALIDATED("cache.users-independent"),
    @Fault("Keeps entries for ever.")
    ENTRIES_NEVER_EXPIRE("cache.entries-expire"),
    @Fault("Prolongs the life of an entry with each read.")
    READS_PROLONG_ENTRIES("cache.entries-expire"),
    @Fault("Counts the life of an entry from the fill, after a lease of unlimited age.")
    AGE_COUNTED_FROM_FILL("cache.entries-expire"),
    @Fault("Does not limit the life of an entry that is refreshed.")
    REFRESHED_ENTRIES_NEVER_EXPIRE("cache.entries-expire"),
    @Fault("Accepts a lease from before the deletion when the mark of the deletion has expired.")
    LEASE_OUTLIVES_DELETION("cache.deletion-outlives-leases"),
    @Fault("Refreshes with a lease from before the deletion when the mark has expired.")
    LEASE_REFRESHES_AFTER_DELETION("cache.deletion-outlives-leases"),
    @Fault("Grants a lease for a user that was marked as deleted while it had a lease.")
    LEASE_GRANTED_AFTER_DELETION("cache.deleted-grants-no-lease"),
    @Fault("Grants a lease for a deleted user at the third attempt.")
    DELETED_LEASED_AT_THIRD_ATTEMPT("cache.deleted-grants-no-lease");

    private static final Duration LIFE = Duration.ofMinutes(59);

    @SuppressWarnings("ImmutableEnumChecker") // the list is immutable
    private final List<String> clauses;

    UserCacheStateFaults(String... clauses) {
        this.clauses = List.of(clauses);
    }

    @Override
    public List<String> clauses() {
        return clauses;
    }

    /**
     * Returns a client with the fault.
     *
     * @param sound the correct cache, shared by all clients
     * @param clock the clock of that cache
     */
    public UserCache plantedIn(UserCache sound, InstantSource clock) {
        return new Faulty(sound, clock);
    }

    private final class Faulty extends ForwardingUserCache {

        private final UserCache sound;
        private final InstantSource clock;
        private final Map<UserId, Integer> misses = new HashMap<>();
        private final Map<UserId, Integer> refusals = new HashMap<>();
        private final Map<UserId, Lease> leases = new ConcurrentHashMap<>();
        private final Map<UserId, Old> old = new ConcurrentHashMap<>();
        private boolean anyDeleted;

        Faulty(UserCache sound, InstantSource clock) {
            super(sound);
            this.sound = sound;
            this.clock = clock;
        }

        private record Old(User user, Instant expiresAt) {}

        private boolean is(UserCacheStateFaults fault) {
            return UserCacheStateFaults.this == fault;
        }

        private UserId key(UserId id) {
            return is(IDS_TRUNCATED) && id.value() > Integer.MAX_VALUE
                    ? new UserId(Math.max(1, id.value() & 0xFFFF_FFFFL))
                    : id;
        }

        private User keyed(User user) {
            return new User(
                    key(user.id()),
                    user.email(),
                    user.name(),
                    user.bio(),
                    user.verified(),
                    user.role(),
                    user.createdBy(),
                    user.createdAt(),
                    user.updatedAt(),
                    user.version());
        }

        private boolean oftenMissing(UserId id) {
            return misses.getOrDefault(id, 0) >= 3;
        }

        @Override
        public Lookup find(UserId id) {
            if (is(MISSING_REMEMBERED_BY_CLIENT) && misses.containsKey(id)) {
                return new Miss(sound.acquireLease(id));
            }
            Lookup found = sound.find(key(id));
            if (found instanceof Miss miss) {
                if (is(MISSING_REPORTED_AS_DELETED) && oftenMissing(id)) {
                    return new Deleted();
                }
                misses.merge(id, 1, Integer::sum);
                Old kept = old.get(id);
                if (kept != null && clock.instant().isBefore(kept.expiresAt())) {
                    if (is(READS_PROLONG_ENTRIES)) {
                        keep(kept.user(), LIFE);
                    }
                    return new Hit(kept.user());
                }
                miss.lease().ifPresent(lease -> leases.putIfAbsent(id, lease));
            }
            if (found instanceof Hit hit && is(READS_PROLONG_ENTRIES)) {
                keep(hit.user(), LIFE);
            }
            return found;
        }

        private void keep(User user, Duration life) {
            old.put(user.id(), new Old(user, clock.instant().plus(life)));
        }

        @Override
        public boolean fill(User user, Lease lease) {
            if (is(MISSING_NEVER_FILLED) && oftenMissing(user.id())) {
                return false;
            }
            if (lease.equals(leases.get(user.id())) && anyDeleted && is(LEASE_OUTLIVES_DELETION)) {
                return sound.fill(user, sound.acquireLease(user.id()).orElse(lease));
            }
            boolean filled = sound.fill(keyed(user), lease);
            if (is(AGE_COUNTED_FROM_FILL) && lease.equals(leases.get(user.id()))) {
                keep(user, LIFE);
                filled = true;
            } else if (filled && is(ENTRIES_NEVER_EXPIRE)) {
                keep(user, Duration.ofDays(1_000));
            }
            return filled;
        }

        @Override
        public Optional<Lease> acquireLease(UserId id) {
            if (is(MISSING_NEVER_LEASED) && oftenMissing(id)) {
                return Optional.empty();
            }
            boolean deleted = sound.find(id) instanceof Deleted;
            if (deleted && is(LEASE_GRANTED_AFTER_DELETION) && leases.containsKey(id)) {
                return Optional.of(leases.get(id));
            }
            if (deleted && is(DELETED_LEASED_AT_THIRD_ATTEMPT) && refusals.merge(id, 1, Integer::sum) == 3) {
                return Optional.of(new Lease("at last"));
            }
            return sound.acquireLease(key(id));
        }

        @Override
        public void refresh(User user, Optional<Lease> lease) {
            boolean early = lease.isPresent() && lease.get().equals(leases.get(user.id()));
            if (early && anyDeleted && is(LEASE_REFRESHES_AFTER_DELETION)) {
                sound.refresh(user, sound.acquireLease(user.id()));
                return;
            }
            boolean replaces = sound.find(key(user.id())) instanceof Hit;
            sound.refresh(keyed(user), lease);
            if (replaces && is(REFRESHED_ENTRIES_NEVER_EXPIRE)) {
                keep(user, Duration.ofDays(1_000));
            }
        }

        @Override
        public boolean invalidate(UserId id, long version) {
            misses.remove(id);
            if (is(LEASES_OF_SHARD_INVALIDATED)) {
                leases.keySet().stream()
                        .filter(other -> other.value() % 2 == id.value() % 2)
                        .forEach(other -> sound.invalidate(other, 0));
            }
            return sound.invalidate(key(id), version);
        }

        @Override
        public boolean markDeleted(UserId id) {
            anyDeleted = true;
            for (UserId other : misses.keySet()) {
                if (is(ALL_DROPPED_ON_DELETION)) {
                    sound.invalidate(other, Long.MAX_VALUE);
                } else if (is(ALL_WITH_ID_PREFIX_DELETED) && other.toString().startsWith(id.toString())) {
                    sound.markDeleted(other);
                }
            }
            return sound.markDeleted(key(id));
        }
    }
}
