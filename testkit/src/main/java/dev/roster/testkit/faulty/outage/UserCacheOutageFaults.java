package dev.roster.testkit.faulty.outage;

import dev.roster.application.port.cache.UserCache;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.conformance.matrix.Fault;
import dev.roster.testkit.conformance.matrix.PlantedFault;
import dev.roster.testkit.fake.forwarding.ForwardingUserCache;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Planted faults of user caches in outages of their server. Each is planted in a correct cache. */
public enum UserCacheOutageFaults implements PlantedFault {
    @Fault("Throws an exception while the server is away.")
    LOOKUP_THROWS("cache-outage.calls-miss"),
    @Fault("Waits for a server that is away.")
    LOOKUP_HANGS("cache-outage.calls-miss"),
    @Fault("Returns an entry that this client has seen, while the server is away.")
    LOOKUP_FINDS_OLD_ENTRY("cache-outage.calls-miss"),
    @Fault("Makes up a lease while the server is away.")
    LEASE_MADE_UP("cache-outage.calls-miss"),
    @Fault("Confirms an invalidation while the server is away.")
    INVALIDATION_CONFIRMED("cache-outage.calls-miss", "cache-outage.refused-changes-repeatable"),
    @Fault("Misses after an outage until it is opened again.")
    NEVER_RECOVERS("cache-outage.recovers-without-restart"),
    @Fault("Ignores the repetition of a change that was refused.")
    REPETITION_IGNORED("cache-outage.refused-changes-repeatable"),
    @Fault("Confirms every third deletion that was refused.")
    THIRD_DELETION_CONFIRMED("cache-outage.acknowledged-deletions-kept"),
    @Fault("Forgets after an outage which users were deleted.")
    DELETIONS_FORGOTTEN("cache-outage.restart-keeps-all-or-nothing"),
    @Fault("Accepts each lease for a user that an emptied cache does not contain.")
    LEASE_OF_EMPTIED_CACHE_ACCEPTED("cache-outage.restart-keeps-all-or-nothing"),
    @Fault("Returns entries that this client has seen, although the cache was emptied.")
    EMPTIED_ENTRY_FOUND("cache-outage.restart-keeps-all-or-nothing");

    @SuppressWarnings("ImmutableEnumChecker") // the list is immutable
    private final List<String> clauses;

    UserCacheOutageFaults(String... clauses) {
        this.clauses = List.of(clauses);
    }

    @Override
    public List<String> clauses() {
        return clauses;
    }

    /** Returns whether the fault shows only in a cache that is empty after a restart of its server. */
    public boolean isOfEmptiedCache() {
        return this == LEASE_OF_EMPTIED_CACHE_ACCEPTED || this == EMPTIED_ENTRY_FOUND;
    }

    /** Returns a client with the fault. */
    public UserCache plantedIn(UserCache sound) {
        return new Faulty(sound);
    }

    private final class Faulty extends ForwardingUserCache {

        private final Map<UserId, User> seen = new ConcurrentHashMap<>();
        private final Map<UserId, Boolean> refused = new ConcurrentHashMap<>();
        private final AtomicInteger failures = new AtomicInteger();

        Faulty(UserCache sound) {
            super(sound);
        }

        private boolean is(UserCacheOutageFaults fault) {
            return UserCacheOutageFaults.this == fault;
        }

        @Override
        public Lookup find(UserId id) {
            if (is(NEVER_RECOVERS) && failures.get() > 0) {
                return new Miss(Optional.empty());
            }
            Lookup found = super.find(id);
            if (is(DELETIONS_FORGOTTEN) && failures.get() > 0 && found instanceof Deleted) {
                return new Miss(Optional.of(new Lease("made up")));
            }
            if (is(EMPTIED_ENTRY_FOUND) && found instanceof Miss && seen.containsKey(id)) {
                return new Hit(seen.get(id));
            }
            if (!found.equals(new Miss(Optional.empty()))) {
                return found;
            }
            failures.incrementAndGet();
            switch (UserCacheOutageFaults.this) {
                case LOOKUP_THROWS -> throw new IllegalStateException("connection reset");
                case LOOKUP_HANGS -> LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
                case LOOKUP_FINDS_OLD_ENTRY -> {
                    return seen.containsKey(id) ? new Hit(seen.get(id)) : found;
                }
                case LEASE_MADE_UP -> {
                    return new Miss(Optional.of(new Lease("made up")));
                }
                default -> {}
            }
            return found;
        }

        @Override
        public boolean fill(User user, Lease lease) {
            seen.put(user.id(), user);
            return super.fill(user, lease)
                    || (is(LEASE_OF_EMPTIED_CACHE_ACCEPTED)
                            && super.find(user.id()) instanceof Miss miss
                            && super.fill(user, miss.lease().orElse(lease)));
        }

        @Override
        public boolean invalidate(UserId id, long version) {
            if (is(REPETITION_IGNORED) && refused.containsKey(id)) {
                return true;
            }
            boolean done = super.invalidate(id, version);
            if (!done) {
                refused.put(id, true);
            }
            return done || is(INVALIDATION_CONFIRMED);
        }

        @Override
        public boolean markDeleted(UserId id) {
            return super.markDeleted(id) || (is(THIRD_DELETION_CONFIRMED) && failures.incrementAndGet() % 3 == 0);
        }
    }
}
