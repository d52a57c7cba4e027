package dev.roster.testkit.contract.service;

import dev.roster.application.port.cache.UserCache;
import dev.roster.application.port.outbox.Outbox;
import dev.roster.application.port.outbox.OutboxMessage;
import dev.roster.application.port.outbox.OutboxMessage.UserCacheRefresh;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.TransactionWork;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.contract.cache.UserCacheChangeFaults;
import dev.roster.testkit.contract.cache.UserCacheFaults;
import dev.roster.testkit.fake.ForwardingStorage;
import dev.roster.testkit.fake.ForwardingUnit;
import dev.roster.testkit.fake.ForwardingUserCache;
import dev.roster.testkit.fake.InMemoryUserCache;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Faults of what the nodes of a service share, each planted in what is sound. */
enum UserServiceCachingFaults {
    NOTHING_KEPT("caching.hit-spares-storage"),
    FOUND_ONCE("caching.hit-spares-storage"),
    NODES_APART("caching.hit-spares-storage"),
    ANOTHER_LEASE_EACH_LOOK("caching.missed-once"),
    NO_LEASES("caching.missed-once"),
    NEVER_REFRESHED("caching.change-seen-everywhere"),
    DROPPED_BY_REFRESH("caching.change-seen-everywhere"),
    OWN_COPIES_FIRST("caching.change-seen-everywhere"),
    ANY_LEASE_FILLS("caching.change-seen-everywhere"),
    LATE_FILL_OVERWRITES("caching.change-seen-everywhere"),
    OUTDATED_STAYS("caching.relay-makes-up"),
    WORD_LOST("caching.relay-makes-up"),
    WORD_OF_NO_VERSION("caching.relay-makes-up"),
    DELETION_TOLD_AS_CHANGE("caching.relay-makes-up"),
    VERSIONS_IGNORED("caching.last-change-stays"),
    NOTHING_FORGOTTEN("caching.deletion-seen-everywhere"),
    FORGOTTEN_HERE_ALONE("caching.deletion-seen-everywhere"),
    FILL_BRINGS_BACK("caching.deletion-seen-everywhere"),
    REFRESH_BRINGS_BACK("caching.deletion-seen-everywhere"),
    NEITHER_LEASE_NOR_TOMBSTONE("caching.deletion-seen-everywhere");

    final String clause;

    UserServiceCachingFaults(String clause) {
        this.clause = clause;
    }

    /** What all nodes share, to plant the fault in. */
    UserCache shared() {
        return this == VERSIONS_IGNORED || this == NEITHER_LEASE_NOR_TOMBSTONE
                ? new NaiveUserCache()
                : new InMemoryUserCache();
    }

    /** One node's client of what all share. */
    UserCache plantedIn(UserCache shared) {
        return switch (this) {
            case NODES_APART -> UserCacheFaults.CLIENTS_APART.plantedIn(shared);
            case ANOTHER_LEASE_EACH_LOOK -> UserCacheFaults.ANOTHER_LEASE_EACH_LOOK.plantedIn(shared);
            case NO_LEASES -> UserCacheFaults.MISS_WITHOUT_LEASE.plantedIn(shared);
            case NEVER_REFRESHED -> UserCacheChangeFaults.NEWER_NEVER_OVERWRITES.plantedIn(shared);
            case OWN_COPIES_FIRST -> UserCacheFaults.OWN_COPIES_FIRST.plantedIn(shared);
            case ANY_LEASE_FILLS -> UserCacheFaults.ANY_LEASE_FILLS.plantedIn(shared);
            case LATE_FILL_OVERWRITES -> UserCacheFaults.LATE_FILL_OVERWRITES.plantedIn(shared);
            case OUTDATED_STAYS -> UserCacheChangeFaults.OUTDATED_STAYS.plantedIn(shared);
            case FORGOTTEN_HERE_ALONE -> UserCacheFaults.FORGOTTEN_HERE_ALONE.plantedIn(shared);
            case FILL_BRINGS_BACK -> UserCacheChangeFaults.FILL_BRINGS_BACK.plantedIn(shared);
            case REFRESH_BRINGS_BACK -> UserCacheChangeFaults.REFRESH_BRINGS_BACK.plantedIn(shared);
            default -> new Faulty(shared);
        };
    }

    Storage plantedIn(Storage sound) {
        return new ForwardingStorage(sound) {
            @Override
            public <T, X extends Exception> T inTransaction(TransactionWork<T, X> work) throws X {
                return sound.inTransaction(unit -> work.in(plantedIn(unit)));
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
        if (!(message instanceof UserCacheRefresh word)) {
            return Optional.of(message);
        }
        return switch (this) {
            case WORD_LOST -> Optional.empty();
            case WORD_OF_NO_VERSION ->
                Optional.of(new UserCacheRefresh(word.id(), word.createdAt(), word.userId(), 0, word.deleted()));
            case DELETION_TOLD_AS_CHANGE ->
                Optional.of(new UserCacheRefresh(word.id(), word.createdAt(), word.userId(), word.version(), false));
            default -> Optional.of(message);
        };
    }

    /** Tells the first change again after each later one, as a network may that repeats what was slow. */
    static UserCache repeating(UserCache cache) {
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
            if (is(FOUND_ONCE) && found instanceof Hit) {
                sound.outdate(id, Long.MAX_VALUE);
            }
            return found;
        }

        @Override
        public boolean fill(User user, Lease lease) {
            return is(NOTHING_KEPT) || super.fill(user, lease);
        }

        @Override
        public void refresh(User user, Optional<Lease> lease) {
            if (is(DROPPED_BY_REFRESH)) {
                sound.outdate(user.id(), user.version());
            } else {
                super.refresh(user, lease);
            }
        }

        @Override
        public boolean forget(UserId id) {
            return is(NOTHING_FORGOTTEN) || super.forget(id);
        }
    }
}
