package dev.roster.testkit.faulty.cache;

import dev.roster.application.port.cache.UserCache;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.conformance.matrix.Fault;
import dev.roster.testkit.conformance.matrix.PlantedFault;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Planted faults of user caches whose calls are correct one after the other, but not atomic. Each is a cache in maps of
 * this process, with nothing that prolongs the moment between check and write.
 */
public enum UserCacheRaceFaults implements PlantedFault {
    @Fault(value = "Checks the lease, writes the entry, and then ends the lease.", raced = true)
    FILL_CHECKS_THEN_WRITES("cache.concurrent-fill-never-stale", "cache.lease-fills-once"),
    @Fault(value = "Ends the lease, and then writes the entry.", raced = true)
    FILL_ENDS_LEASE_THEN_WRITES("cache.concurrent-fill-never-stale"),
    @Fault(value = "Writes the entry, and removes it if the lease was no longer valid.", raced = true)
    FILL_WRITES_THEN_CHECKS("cache.lease-fills-once"),
    @Fault(value = "Removes the entry of a deleted user before it ends the leases.", raced = true)
    DELETION_ENDS_LEASES_LAST("cache.concurrent-fill-never-stale");

    @SuppressWarnings("ImmutableEnumChecker") // the list is immutable
    private final List<String> clauses;

    UserCacheRaceFaults(String... clauses) {
        this.clauses = List.of(clauses);
    }

    @Override
    public List<String> clauses() {
        return clauses;
    }

    /** Returns an empty cache with the fault, for all clients. */
    public UserCache newCache() {
        return new Faulty();
    }

    private final class Faulty implements UserCache {

        private final Map<UserId, User> entries = new ConcurrentHashMap<>();
        private final Map<UserId, Lease> leases = new ConcurrentHashMap<>();
        private final Set<UserId> deleted = ConcurrentHashMap.newKeySet();

        private boolean is(UserCacheRaceFaults fault) {
            return UserCacheRaceFaults.this == fault;
        }

        /** Lets another thread in, as the way to a cache server does, so that the fault shows early. */
        private void pause() {
            LockSupport.parkNanos(1);
        }

        @Override
        public Lookup find(UserId id) {
            User user = entries.get(id);
            if (user != null) {
                return new Hit(user);
            }
            return deleted.contains(id)
                    ? new Deleted()
                    : new Miss(Optional.of(leases.computeIfAbsent(
                            id, missing -> new Lease(UUID.randomUUID().toString()))));
        }

        @Override
        public boolean fill(User user, Lease lease) {
            UserId id = user.id();
            if (is(FILL_CHECKS_THEN_WRITES)) {
                if (!lease.equals(leases.get(id))) {
                    return false;
                }
                pause();
                entries.put(id, user);
                leases.remove(id);
                return true;
            }
            if (is(FILL_WRITES_THEN_CHECKS)) {
                User before = entries.putIfAbsent(id, user);
                pause();
                if (leases.remove(id, lease)) {
                    return true;
                }
                if (before == null) {
                    entries.remove(id);
                }
                return false;
            }
            if (is(FILL_ENDS_LEASE_THEN_WRITES)) {
                if (!leases.remove(id, lease)) {
                    return false;
                }
                pause();
                entries.put(id, user);
                return true;
            }
            return leases.computeIfPresent(id, (same, valid) -> {
                                if (valid.equals(lease)) {
                                    entries.put(id, user);
                                    return null;
                                }
                                return valid;
                            })
                            == null
                    && user.equals(entries.get(id));
        }

        @Override
        public Optional<Lease> acquireLease(UserId id) {
            return find(id) instanceof Miss miss ? miss.lease() : Optional.empty();
        }

        @Override
        public void refresh(User user, Optional<Lease> lease) {
            leases.compute(user.id(), (id, valid) -> {
                boolean stored =
                        entries.computeIfPresent(id, (same, old) -> old.version() < user.version() ? user : old)
                                != null;
                if (!stored && valid != null && lease.isPresent() && valid.equals(lease.get())) {
                    entries.put(id, user);
                }
                return null;
            });
        }

        @Override
        public boolean invalidate(UserId id, long version) {
            leases.compute(id, (same, valid) -> {
                entries.computeIfPresent(id, (entry, old) -> old.version() < version ? null : old);
                return null;
            });
            return true;
        }

        @Override
        public boolean markDeleted(UserId id) {
            deleted.add(id);
            if (is(DELETION_ENDS_LEASES_LAST)) {
                entries.remove(id);
                pause();
                leases.remove(id);
                return true;
            }
            leases.compute(id, (same, valid) -> {
                entries.remove(id);
                return null;
            });
            return true;
        }
    }
}
