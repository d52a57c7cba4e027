package dev.roster.testkit.faulty.cache;

import dev.roster.application.port.cache.UserCache;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.conformance.matrix.Fault;
import dev.roster.testkit.conformance.matrix.PlantedFault;
import dev.roster.testkit.fake.forwarding.ForwardingUserCache;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Planted faults of user caches that are wrong only for some versions, ids or numbers of reads. */
public enum UserCacheEdgeFaults implements PlantedFault {
    @Fault("Ignores a refresh to every seventh version.")
    SEVENTH_VERSION_IGNORED("cache.older-never-overwrites-newer"),
    @Fault("Ignores a refresh to a version above 100.")
    LATE_VERSION_IGNORED("cache.older-never-overwrites-newer"),
    @Fault("Returns another version after 100 hits of an entry.")
    WRONG_VERSION_AFTER_100_HITS("cache.fields-round-trip"),
    @Fault("Drops the entry of the user whose id is ten higher than that of a deleted user.")
    ENTRY_TEN_IDS_AHEAD_DROPPED("cache.users-independent"),
    @Fault("Drops the entry of the user whose id is one lower than that of an invalidated user.")
    ENTRY_BEFORE_INVALIDATED_DROPPED("cache.users-independent");

    @SuppressWarnings("ImmutableEnumChecker") // the list is immutable
    private final List<String> clauses;

    UserCacheEdgeFaults(String... clauses) {
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

    private final class Faulty extends ForwardingUserCache {

        private final UserCache sound;
        private final Map<UserId, Integer> hits = new HashMap<>();

        Faulty(UserCache sound) {
            super(sound);
            this.sound = sound;
        }

        private boolean is(UserCacheEdgeFaults fault) {
            return UserCacheEdgeFaults.this == fault;
        }

        @Override
        public synchronized Lookup find(UserId id) {
            Lookup found = sound.find(id);
            if (is(WRONG_VERSION_AFTER_100_HITS) && found instanceof Hit hit && hits.merge(id, 1, Integer::sum) > 100) {
                return new Hit(hit.user().withVersion(hit.user().version() + 1));
            }
            return found;
        }

        @Override
        public void refresh(User user, Optional<Lease> lease) {
            boolean ignored = user != null
                    && ((is(SEVENTH_VERSION_IGNORED) && user.version() % 7 == 0)
                            || (is(LATE_VERSION_IGNORED) && user.version() > 100));
            if (!ignored) {
                sound.refresh(user, lease);
            }
        }

        @Override
        public boolean invalidate(UserId id, long version) {
            boolean invalidated = sound.invalidate(id, version);
            if (is(ENTRY_BEFORE_INVALIDATED_DROPPED) && id.value() > 1) {
                sound.invalidate(new UserId(id.value() - 1), Long.MAX_VALUE);
            }
            return invalidated;
        }

        @Override
        public boolean markDeleted(UserId id) {
            boolean marked = sound.markDeleted(id);
            if (is(ENTRY_TEN_IDS_AHEAD_DROPPED)) {
                sound.invalidate(new UserId(id.value() + 10), Long.MAX_VALUE);
            }
            return marked;
        }
    }
}
