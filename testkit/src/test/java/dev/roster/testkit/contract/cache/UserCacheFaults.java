package dev.roster.testkit.contract.cache;

import dev.roster.application.port.cache.UserCache;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.Role;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.fake.ForwardingUserCache;
import dev.roster.testkit.fake.InMemoryUserCache;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Faults of user caches in what is found and what is put in after a miss, each planted in a sound one. */
public enum UserCacheFaults {
    ANOTHER_LEASE_EACH_LOOK("cache.miss-gives-lease"),
    ONE_LEASE_FOR_ALL_USERS("cache.miss-gives-lease"),
    MISS_WITHOUT_LEASE("cache.miss-gives-lease"),
    ANOTHER_LEASE_FOR_WRITERS("cache.miss-gives-lease"),
    EMAIL_IN_LOWER_CASE("cache.fields-round-trip"),
    NAME_TRIMMED("cache.fields-round-trip"),
    BIO_LOST("cache.fields-round-trip"),
    NEVER_VERIFIED("cache.fields-round-trip"),
    NEVER_ADMIN("cache.fields-round-trip"),
    CREATOR_LOST("cache.fields-round-trip"),
    CREATED_BY_THEMSELVES("cache.fields-round-trip"),
    MILLISECONDS("cache.fields-round-trip"),
    NEVER_UPDATED("cache.fields-round-trip"),
    VERSION_AS_DOUBLE("cache.fields-round-trip"),
    ANY_LEASE_FILLS("cache.fill-wants-lease"),
    LEASE_OF_ANOTHER_FILLS("cache.fill-wants-lease"),
    LEASE_FILLS_TWICE("cache.fill-wants-lease"),
    REFUSED_FILL_ENDS_LEASE("cache.fill-wants-lease"),
    REFUSED_FILL_UNTOLD("cache.fill-wants-lease"),
    FILL_UNTOLD("cache.fill-wants-lease"),
    LATE_FILL_OVERWRITES("cache.change-ends-leases"),
    LEASES_PREDICTABLE("cache.lease-ends-with-memory"),
    COPIES_OUTLIVE_MEMORY("cache.lease-ends-with-memory"),
    OWN_COPIES_FIRST("cache.seen-by-second-client"),
    FORGOTTEN_HERE_ALONE("cache.seen-by-second-client"),
    CLIENTS_APART("cache.seen-by-second-client"),
    NULL_FOUND("cache.null-refused"),
    NULL_LEASED("cache.null-refused"),
    NULL_FILLED("cache.null-refused"),
    NULL_FILLS("cache.null-refused"),
    NULL_ENDS_LEASES("cache.null-refused");

    final String clause;

    UserCacheFaults(String clause) {
        this.clause = clause;
    }

    /** A client, with the fault, of what others use too. */
    public UserCache plantedIn(UserCache sound) {
        return this == CLIENTS_APART ? new InMemoryUserCache() : new Faulty(sound);
    }

    /** Puts a copy in whatever stands there, unless that is a tombstone. */
    static void force(UserCache sound, User user) {
        sound.outdate(user.id(), Long.MAX_VALUE);
        sound.lease(user.id()).ifPresent(lease -> sound.fill(user, lease));
    }

    private final class Faulty extends ForwardingUserCache {

        private final UserCache sound;
        private final Map<UserId, User> own = new ConcurrentHashMap<>();
        private final Set<UserId> gone = new HashSet<>();
        private final Map<UserId, Set<Lease>> given = new ConcurrentHashMap<>();

        Faulty(UserCache sound) {
            super(sound);
            this.sound = sound;
        }

        private boolean is(UserCacheFaults fault) {
            return UserCacheFaults.this == fault;
        }

        @Override
        public Lookup find(UserId id) {
            if (is(NULL_FOUND) && id == null) {
                return new Miss(Optional.empty());
            }
            if (is(OWN_COPIES_FIRST) && own.containsKey(id)) {
                return new Hit(own.get(id));
            }
            if (gone.contains(id)) {
                return new Gone();
            }
            Lookup found = sound.find(id);
            if (found instanceof Hit hit) {
                own.put(id, hit.user());
                return new Hit(copied(hit.user()));
            }
            if (found instanceof Miss miss) {
                Lease lease = miss.lease().orElseThrow();
                given.computeIfAbsent(id, first -> new HashSet<>()).add(lease);
                return is(COPIES_OUTLIVE_MEMORY) && own.containsKey(id) ? new Hit(own.get(id)) : missed(id, lease);
            }
            return found;
        }

        private Miss missed(UserId id, Lease lease) {
            return switch (UserCacheFaults.this) {
                case ANOTHER_LEASE_EACH_LOOK ->
                    new Miss(Optional.of(new Lease(UUID.randomUUID().toString())));
                case ONE_LEASE_FOR_ALL_USERS -> new Miss(Optional.of(new Lease("for all")));
                case MISS_WITHOUT_LEASE -> new Miss(Optional.empty());
                case LEASES_PREDICTABLE -> new Miss(Optional.of(predicted(id)));
                default -> new Miss(Optional.of(lease));
            };
        }

        private Lease predicted(UserId id) {
            return new Lease("of " + id);
        }

        @Override
        public Optional<Lease> lease(UserId id) {
            if (is(NULL_LEASED) && id == null) {
                return Optional.empty();
            }
            Optional<Lease> lease = sound.lease(id);
            return is(ANOTHER_LEASE_FOR_WRITERS)
                    ? lease.map(readers -> new Lease("to write, not " + readers.token()))
                    : lease;
        }

        @Override
        public boolean fill(User user, Lease lease) {
            if ((is(NULL_FILLED) && user == null) || (is(NULL_FILLS) && lease == null)) {
                return false;
            }
            if (is(NULL_ENDS_LEASES) && lease == null) {
                sound.outdate(user.id(), 1);
            }
            boolean forced = switch (UserCacheFaults.this) {
                case ANY_LEASE_FILLS -> true;
                case LEASE_OF_ANOTHER_FILLS -> given.values().stream().anyMatch(leases -> leases.contains(lease));
                case LEASE_FILLS_TWICE -> own.containsKey(user.id());
                case LATE_FILL_OVERWRITES ->
                    given.getOrDefault(user.id(), Set.of()).contains(lease);
                case LEASES_PREDICTABLE -> lease.equals(predicted(user.id()));
                default -> false;
            };
            if (forced) {
                force(sound, user);
                return true;
            }
            boolean filled = sound.fill(user, lease);
            if (filled) {
                own.put(user.id(), user);
            } else if (is(REFUSED_FILL_ENDS_LEASE)) {
                sound.outdate(user.id(), 1);
            }
            return is(REFUSED_FILL_UNTOLD) || (filled && !is(FILL_UNTOLD));
        }

        @Override
        public boolean forget(UserId id) {
            return is(FORGOTTEN_HERE_ALONE) ? gone.add(id) : sound.forget(id);
        }

        private User copied(User user) {
            return switch (UserCacheFaults.this) {
                case EMAIL_IN_LOWER_CASE ->
                    user.withEmail(new EmailAddress(user.email().value().toLowerCase(Locale.ROOT)));
                case NAME_TRIMMED -> user.withName(user.name().strip());
                case BIO_LOST -> user.withBio("");
                case NEVER_VERIFIED -> user.withVerified(false);
                case NEVER_ADMIN -> user.withRole(Role.USER);
                case CREATOR_LOST -> createdBy(user, null);
                case CREATED_BY_THEMSELVES -> user.createdBy() == null ? createdBy(user, user.id()) : user;
                case MILLISECONDS -> user.withUpdatedAt(user.updatedAt().truncatedTo(ChronoUnit.MILLIS));
                case NEVER_UPDATED -> user.withUpdatedAt(user.createdAt());
                case VERSION_AS_DOUBLE -> user.withVersion((long) (double) user.version());
                default -> user;
            };
        }

        private User createdBy(User user, @Nullable UserId creator) {
            return new User(
                    user.id(),
                    user.email(),
                    user.name(),
                    user.bio(),
                    user.verified(),
                    user.role(),
                    creator,
                    user.createdAt(),
                    user.updatedAt(),
                    user.version());
        }
    }
}
