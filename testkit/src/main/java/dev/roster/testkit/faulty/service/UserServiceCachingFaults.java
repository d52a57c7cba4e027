package dev.roster.testkit.faulty.service;

import dev.roster.application.port.cache.UserCache;
import dev.roster.application.port.outbox.Outbox;
import dev.roster.application.port.outbox.OutboxMessage;
import dev.roster.application.port.outbox.OutboxMessage.UserCacheInvalidation;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.TransactionWork;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.conformance.matrix.Fault;
import dev.roster.testkit.conformance.matrix.PlantedFault;
import dev.roster.testkit.fake.InMemoryUserCache;
import dev.roster.testkit.fake.forwarding.ForwardingStorage;
import dev.roster.testkit.fake.forwarding.ForwardingUnit;
import dev.roster.testkit.fake.forwarding.ForwardingUserCache;
import dev.roster.testkit.faulty.cache.UserCacheChangeFaults;
import dev.roster.testkit.faulty.cache.UserCacheFaults;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Planted faults of the storage and the cache that nodes share, each with the clause that must detect it. */
public enum UserServiceCachingFaults implements PlantedFault {
    @Fault("Stores nothing in the cache.")
    NOTHING_STORED("caching.hit-avoids-storage"),
    @Fault("Drops an entry after it was read once.")
    DROPPED_AFTER_HIT("caching.hit-avoids-storage"),
    @Fault("Keeps the entries of each node apart.")
    NODES_NOT_SHARED("caching.hit-avoids-storage"),
    @Fault("Grants each miss of one user another lease.")
    NEW_LEASE_FOR_EVERY_MISS("caching.concurrent-misses-load-once"),
    @Fault("Grants no leases.")
    NO_LEASES("caching.concurrent-misses-load-once"),
    @Fault("Keeps an entry although a newer version is put in.")
    NEVER_REFRESHED("caching.change-visible-on-all-nodes"),
    @Fault("Ignores a refresh by a caller without a lease.")
    REFRESH_WITHOUT_LEASE_IGNORED("caching.change-visible-on-all-nodes"),
    @Fault("Drops an entry in place of refreshing it.")
    DROPPED_BY_REFRESH("caching.change-visible-on-all-nodes"),
    @Fault("Serves entries of the own node before those of the shared cache.")
    LOCAL_ENTRIES_FIRST("caching.change-visible-on-all-nodes"),
    @Fault("Fills with any lease.")
    ANY_LEASE_FILLS("caching.change-visible-on-all-nodes"),
    @Fault("Lets a fill replace what a change has stored meanwhile.")
    LATE_FILL_OVERWRITES("caching.change-visible-on-all-nodes"),
    @Fault("Keeps entries that are invalidated.")
    INVALIDATED_NOT_DROPPED("caching.relay-repairs-cache"),
    @Fault("Stores no messages about invalid entries.")
    INVALIDATION_MESSAGE_LOST("caching.relay-repairs-cache"),
    @Fault("Stores messages about invalid entries without the version.")
    INVALIDATION_MESSAGE_WITHOUT_VERSION("caching.relay-repairs-cache"),
    @Fault("Stores the message about a deleted user as one about a changed user.")
    DELETION_SENT_AS_CHANGE("caching.relay-repairs-cache"),
    @Fault("Lets a late refresh with an earlier version replace an entry.")
    VERSIONS_IGNORED("caching.last-change-visible-on-all-nodes"),
    @Fault("Marks no users deleted.")
    NOTHING_MARKED_DELETED("caching.deletion-visible-on-all-nodes"),
    @Fault("Marks users deleted for one node only.")
    MARKED_DELETED_LOCALLY("caching.deletion-visible-on-all-nodes"),
    @Fault("Lets a fill bring back a deleted user.")
    FILL_RESTORES_DELETED("caching.deletion-visible-on-all-nodes"),
    @Fault("Lets a refresh bring back a deleted user.")
    REFRESH_RESTORES_DELETED("caching.deletion-visible-on-all-nodes"),
    @Fault("Fills without leases and does not remember deleted users.")
    NO_LEASES_AND_NO_TOMBSTONES("caching.deletion-visible-on-all-nodes");

    @SuppressWarnings("ImmutableEnumChecker") // the list is immutable
    private final List<String> clauses;

    UserServiceCachingFaults(String... clauses) {
        this.clauses = List.of(clauses);
    }

    @Override
    public List<String> clauses() {
        return clauses;
    }

    /** Returns the cache that all nodes share, in which the fault is planted. */
    public UserCache shared() {
        return this == VERSIONS_IGNORED || this == NO_LEASES_AND_NO_TOMBSTONES
                ? new NaiveUserCache()
                : new InMemoryUserCache();
    }

    /** Returns the faulty client of one node. */
    public UserCache plantedIn(UserCache shared) {
        return switch (this) {
            case NODES_NOT_SHARED -> UserCacheFaults.CLIENTS_NOT_SHARED.plantedIn(shared);
            case NEW_LEASE_FOR_EVERY_MISS -> UserCacheFaults.NEW_LEASE_FOR_EVERY_MISS.plantedIn(shared);
            case NO_LEASES -> UserCacheFaults.MISS_WITHOUT_LEASE.plantedIn(shared);
            case NEVER_REFRESHED -> UserCacheChangeFaults.NEWER_NEVER_OVERWRITES.plantedIn(shared);
            case LOCAL_ENTRIES_FIRST -> UserCacheFaults.LOCAL_ENTRIES_FIRST.plantedIn(shared);
            case ANY_LEASE_FILLS -> UserCacheFaults.ANY_LEASE_FILLS.plantedIn(shared);
            case LATE_FILL_OVERWRITES -> UserCacheFaults.LATE_FILL_OVERWRITES.plantedIn(shared);
            case INVALIDATED_NOT_DROPPED -> UserCacheChangeFaults.INVALIDATED_NOT_DROPPED.plantedIn(shared);
            case MARKED_DELETED_LOCALLY -> UserCacheFaults.MARKED_DELETED_LOCALLY.plantedIn(shared);
            case FILL_RESTORES_DELETED -> UserCacheChangeFaults.FILL_RESTORES_DELETED.plantedIn(shared);
            case REFRESH_RESTORES_DELETED -> UserCacheChangeFaults.REFRESH_RESTORES_DELETED.plantedIn(shared);
            default -> new Faulty(shared);
        };
    }

    public Storage plantedIn(Storage sound) {
        return new ForwardingStorage(sound) {
            @Override
            public <T, X extends Exception> T inTransaction(TransactionWork<T, X> work) throws X {
                return sound.inTransaction(unit -> work.execute(plantedIn(unit)));
            }
        };
    }

    private UnitOfWork plantedIn(UnitOfWork sound) {
        return new ForwardingUnit(sound) {
            @Override
            public Outbox outbox() {
                return message -> told(message).ifPresent(sound.outbox()::append);
            }
        };
    }

    private Optional<OutboxMessage> told(OutboxMessage message) {
        if (!(message instanceof UserCacheInvalidation word)) {
            return Optional.of(message);
        }
        return switch (this) {
            case INVALIDATION_MESSAGE_LOST -> Optional.empty();
            case INVALIDATION_MESSAGE_WITHOUT_VERSION ->
                Optional.of(new UserCacheInvalidation(word.id(), word.createdAt(), word.userId(), 0, word.deleted()));
            case DELETION_SENT_AS_CHANGE ->
                Optional.of(
                        new UserCacheInvalidation(word.id(), word.createdAt(), word.userId(), word.version(), false));
            default -> Optional.of(message);
        };
    }

    /** Returns a cache that repeats the first refresh after each later one, like a network with late duplicates. */
    public static UserCache repeating(UserCache cache) {
        return new ForwardingUserCache(cache) {
            private @Nullable User first;

            @Override
            public synchronized void refresh(User user, Optional<Lease> lease) {
                super.refresh(user, lease);
                first = first == null ? user : first;
                super.refresh(first, Optional.empty());
            }
        };
    }

    private final class Faulty extends ForwardingUserCache {

        private final UserCache sound;

        Faulty(UserCache sound) {
            super(UserServiceCachingFaults.this == VERSIONS_IGNORED ? repeating(sound) : sound);
            this.sound = sound;
        }

        private boolean is(UserServiceCachingFaults fault) {
            return UserServiceCachingFaults.this == fault;
        }

        @Override
        public Lookup find(UserId id) {
            Lookup found = super.find(id);
            if (is(DROPPED_AFTER_HIT) && found instanceof Hit) {
                sound.invalidate(id, Long.MAX_VALUE);
            }
            return found;
        }

        @Override
        public boolean fill(User user, Lease lease) {
            return is(NOTHING_STORED) || super.fill(user, lease);
        }

        @Override
        public void refresh(User user, Optional<Lease> lease) {
            if (is(DROPPED_BY_REFRESH)) {
                sound.invalidate(user.id(), user.version());
            } else if (!is(REFRESH_WITHOUT_LEASE_IGNORED) || lease.isPresent()) {
                super.refresh(user, lease);
            }
        }

        @Override
        public boolean markDeleted(UserId id) {
            return is(NOTHING_MARKED_DELETED) || super.markDeleted(id);
        }
    }
}
