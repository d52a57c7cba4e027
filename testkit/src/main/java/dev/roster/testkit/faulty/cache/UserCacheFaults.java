package dev.roster.testkit.faulty.cache;

import dev.roster.application.port.cache.UserCache;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.Role;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.conformance.matrix.Fault;
import dev.roster.testkit.conformance.matrix.PlantedFault;
import dev.roster.testkit.fake.InMemoryUserCache;
import dev.roster.testkit.fake.forwarding.ForwardingUserCache;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Planted faults of user caches in lookups and fills. Each is planted in a correct cache. */
public enum UserCacheFaults implements PlantedFault {
    @Fault("Grants each miss of one user another lease.")
    NEW_LEASE_FOR_EVERY_MISS("cache.miss-grants-lease"),
    @Fault("Grants all users the same lease.")
    ONE_LEASE_FOR_ALL_USERS("cache.miss-grants-lease"),
    @Fault("Grants no lease with a miss.")
    MISS_WITHOUT_LEASE("cache.miss-grants-lease"),
    @Fault("Grants writers another lease than readers.")
    OTHER_LEASE_FOR_WRITERS("cache.miss-grants-lease"),
    @Fault("Stores email addresses in lower case.")
    EMAIL_IN_LOWER_CASE("cache.fields-round-trip"),
    @Fault("Trims names.")
    NAME_TRIMMED("cache.fields-round-trip"),
    @Fault("Stores users without their bio.")
    BIO_LOST("cache.fields-round-trip"),
    @Fault("Stores verified users as unverified.")
    VERIFIED_LOST("cache.fields-round-trip"),
    @Fault("Stores admins as ordinary users.")
    ADMIN_ROLE_LOST("cache.fields-round-trip"),
    @Fault("Stores users without their creator.")
    CREATOR_LOST("cache.fields-round-trip"),
    @Fault("Stores users as their own creators.")
    USER_AS_OWN_CREATOR("cache.fields-round-trip"),
    @Fault("Truncates times to milliseconds.")
    TIME_TRUNCATED_TO_MILLISECONDS("cache.fields-round-trip"),
    @Fault("Stores the creation time as the time of the last change.")
    UPDATE_TIME_LOST("cache.fields-round-trip"),
    @Fault("Stores versions as floating-point numbers.")
    VERSION_AS_DOUBLE("cache.fields-round-trip"),
    @Fault("Fills with any lease, even a made-up one.")
    ANY_LEASE_FILLS("cache.fill-requires-lease"),
    @Fault("Fills a user with the lease of another one.")
    LEASE_OF_OTHER_USER_FILLS("cache.fill-requires-lease"),
    @Fault("Lets one lease fill twice.")
    LEASE_FILLS_TWICE("cache.fill-requires-lease"),
    @Fault("Ends the current lease when a fill with another one is rejected.")
    REJECTED_FILL_ENDS_LEASE("cache.fill-requires-lease"),
    @Fault("Returns true for a fill that it rejects.")
    REJECTED_FILL_RETURNS_TRUE("cache.fill-requires-lease"),
    @Fault("Returns false for a fill that it stores.")
    FILL_RETURNS_FALSE("cache.fill-requires-lease"),
    @Fault("Lets a fill replace what a change has stored meanwhile.")
    LATE_FILL_OVERWRITES("cache.change-invalidates-leases"),
    @Fault("Grants after a restart the same leases as before.")
    LEASES_PREDICTABLE("cache.restart-invalidates-leases"),
    @Fault("Serves entries of the time before a restart.")
    ENTRIES_KEPT_AFTER_RESTART("cache.restart-invalidates-leases"),
    @Fault("Serves entries of its own before it asks the shared cache.")
    LOCAL_ENTRIES_FIRST("cache.shared-by-clients"),
    @Fault("Marks users deleted for its own client only.")
    MARKED_DELETED_LOCALLY("cache.shared-by-clients"),
    @Fault("Keeps the entries of each client apart.")
    CLIENTS_NOT_SHARED("cache.shared-by-clients"),
    @Fault("Answers a lookup without an id with a miss.")
    NULL_ID_FOUND("cache.null-rejected"),
    @Fault("Ignores null as the id of a lease.")
    NULL_ID_LEASED("cache.null-rejected"),
    @Fault("Ignores a fill without a user.")
    NULL_USER_FILLED("cache.null-rejected"),
    @Fault("Ignores a fill without a lease.")
    NULL_LEASE_FILLS("cache.null-rejected"),
    @Fault("Treats null as a refresh without a lease.")
    NULL_LEASE_INVALIDATES_LEASES("cache.null-rejected");

    @SuppressWarnings("ImmutableEnumChecker") // the list is immutable
    private final List<String> clauses;

    UserCacheFaults(String... clauses) {
        this.clauses = List.of(clauses);
    }

    @Override
    public List<String> clauses() {
        return clauses;
    }

    /** Returns a client of the shared cache, with the fault. */
    public UserCache plantedIn(UserCache sound) {
        return this == CLIENTS_NOT_SHARED ? new InMemoryUserCache() : new Faulty(sound);
    }

    /** Stores a user in place of any entry, unless the user is marked deleted. */
    static void force(UserCache sound, User user) {
        sound.invalidate(user.id(), Long.MAX_VALUE);
        sound.acquireLease(user.id()).ifPresent(lease -> sound.fill(user, lease));
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
            if (is(NULL_ID_FOUND) && id == null) {
                return new Miss(Optional.empty());
            }
            if (is(LOCAL_ENTRIES_FIRST) && own.containsKey(id)) {
                return new Hit(own.get(id));
            }
            if (gone.contains(id)) {
                return new Deleted();
            }
            Lookup found = sound.find(id);
            if (found instanceof Hit hit) {
                own.put(id, hit.user());
                return new Hit(copied(hit.user()));
            }
            if (found instanceof Miss miss) {
                Lease lease = miss.lease().orElseThrow();
                given.computeIfAbsent(id, first -> new HashSet<>()).add(lease);
                return is(ENTRIES_KEPT_AFTER_RESTART) && own.containsKey(id) ? new Hit(own.get(id)) : missed(id, lease);
            }
            return found;
        }

        private Miss missed(UserId id, Lease lease) {
            return switch (UserCacheFaults.this) {
                case NEW_LEASE_FOR_EVERY_MISS ->
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
        public Optional<Lease> acquireLease(UserId id) {
            if (is(NULL_ID_LEASED) && id == null) {
                return Optional.empty();
            }
            Optional<Lease> lease = sound.acquireLease(id);
            return is(OTHER_LEASE_FOR_WRITERS)
                    ? lease.map(readers -> new Lease("to write, not " + readers.token()))
                    : lease;
        }

        @Override
        public boolean fill(User user, Lease lease) {
            if ((is(NULL_USER_FILLED) && user == null) || (is(NULL_LEASE_FILLS) && lease == null)) {
                return false;
            }
            if (is(NULL_LEASE_INVALIDATES_LEASES) && lease == null) {
                sound.invalidate(user.id(), 1);
            }
            boolean forced = switch (UserCacheFaults.this) {
                case ANY_LEASE_FILLS -> true;
                case LEASE_OF_OTHER_USER_FILLS -> given.values().stream().anyMatch(leases -> leases.contains(lease));
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
            } else if (is(REJECTED_FILL_ENDS_LEASE)) {
                sound.invalidate(user.id(), 1);
            }
            return is(REJECTED_FILL_RETURNS_TRUE) || (filled && !is(FILL_RETURNS_FALSE));
        }

        @Override
        public boolean markDeleted(UserId id) {
            return is(MARKED_DELETED_LOCALLY) ? gone.add(id) : sound.markDeleted(id);
        }

        private User copied(User user) {
            return switch (UserCacheFaults.this) {
                case EMAIL_IN_LOWER_CASE ->
                    user.withEmail(new EmailAddress(user.email().value().toLowerCase(Locale.ROOT)));
                case NAME_TRIMMED -> user.withName(user.name().strip());
                case BIO_LOST -> user.withBio("");
                case VERIFIED_LOST -> user.withVerified(false);
                case ADMIN_ROLE_LOST -> user.withRole(Role.USER);
                case CREATOR_LOST -> createdBy(user, null);
                case USER_AS_OWN_CREATOR -> user.createdBy() == null ? createdBy(user, user.id()) : user;
                case TIME_TRUNCATED_TO_MILLISECONDS ->
                    user.withUpdatedAt(user.updatedAt().truncatedTo(ChronoUnit.MILLIS));
                case UPDATE_TIME_LOST -> user.withUpdatedAt(user.createdAt());
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
