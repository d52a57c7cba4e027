package dev.roster.testkit.faulty.storage;

import dev.roster.application.port.security.Credentials;
import dev.roster.application.port.security.PasswordHash;
import dev.roster.application.port.storage.CredentialsRepository;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import dev.roster.testkit.conformance.matrix.Fault;
import dev.roster.testkit.conformance.matrix.PlantedFault;
import dev.roster.testkit.fake.forwarding.ForwardingStorage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Planted faults of credentials repositories, each with the clause that must detect it. */
public enum CredentialsFaults implements PlantedFault {
    @Fault("Finds a password for users without one.")
    UNKNOWN_HAS_A_PASSWORD("credentials.unknown-is-empty"),
    @Fault("Finds all claimed users, whichever are asked for.")
    ALL_CLAIMED_USERS_FOUND("credentials.claimed-users-found"),
    @Fault("Finds users without a password as claimed.")
    UNCLAIMED_USERS_FOUND("credentials.claimed-users-found"),
    @Fault("Starts session epochs at zero.")
    FIRST_EPOCH_IS_ZERO("credentials.set-and-find"),
    @Fault("Stores a new password without ending sessions.")
    NEW_PASSWORD_KEEPS_SESSIONS("credentials.replace-ends-sessions"),
    @Fault("Accepts the password of an unknown user.")
    UNKNOWN_USER_ACCEPTED("credentials.unknown-user-rejected"),
    @Fault("Renews a hash that was replaced meanwhile.")
    RENEWED_UNCONDITIONALLY("credentials.renewed-only-if-unchanged"),
    @Fault("Returns false for a renewal by an equal hash.")
    EQUAL_RENEWAL_REJECTED("credentials.renewed-only-if-unchanged"),
    @Fault("Ends sessions when a hash is renewed.")
    RENEWAL_ENDS_SESSIONS("credentials.renewal-keeps-sessions"),
    @Fault("Reports sessions as ended that continue.")
    SESSIONS_NOT_ENDED("credentials.end-sessions-raises-epoch"),
    @Fault("Returns true for the end of sessions of an unknown user.")
    ENDING_ALWAYS_TRUE("credentials.end-sessions-missing-is-false"),
    @Fault("Loses every second of several ends of sessions.")
    EVERY_SECOND_ENDING_LOST("credentials.concurrent-changes-all-counted"),
    @Fault("Keeps the credentials of deleted users.")
    CREDENTIALS_KEPT_AFTER_USER("credentials.deleted-with-user"),
    @Fault("Raises the version of the user with each new password.")
    USER_CHANGED_TOO("credentials.user-unchanged");

    @SuppressWarnings("ImmutableEnumChecker") // the list is immutable
    private final List<String> clauses;

    CredentialsFaults(String... clauses) {
        this.clauses = List.of(clauses);
    }

    @Override
    public List<String> clauses() {
        return clauses;
    }

    public Storage plantedIn(Storage sound) {
        CredentialsRepository faulty = new Faulty(sound);
        return new ForwardingStorage(sound) {
            @Override
            public CredentialsRepository credentials() {
                return faulty;
            }
        };
    }

    private final class Faulty implements CredentialsRepository {

        private final UnitOfWork unit;
        private final CredentialsRepository sound;
        private final Map<UserId, Credentials> remembered = new ConcurrentHashMap<>();
        private final AtomicInteger endings = new AtomicInteger();

        Faulty(UnitOfWork unit) {
            this.unit = unit;
            this.sound = unit.credentials();
        }

        private boolean is(CredentialsFaults fault) {
            return CredentialsFaults.this == fault;
        }

        @Override
        public Optional<Credentials> findByUserId(UserId userId) {
            Optional<Credentials> found = sound.findByUserId(userId);
            if (is(UNKNOWN_HAS_A_PASSWORD)) {
                return found.or(() -> Optional.of(new Credentials(userId, new PasswordHash(""), 1)));
            }
            return is(CREDENTIALS_KEPT_AFTER_USER)
                    ? found.or(() -> Optional.ofNullable(remembered.get(userId)))
                    : found;
        }

        @Override
        public Set<UserId> findClaimed(Set<UserId> userIds) {
            return switch (CredentialsFaults.this) {
                case ALL_CLAIMED_USERS_FOUND -> Set.copyOf(remembered.keySet());
                case UNCLAIMED_USERS_FOUND -> userIds;
                default -> sound.findClaimed(userIds);
            };
        }

        @Override
        public Credentials setPassword(UserId userId, PasswordHash hash) {
            Optional<Credentials> old = sound.findByUserId(userId);
            if (is(NEW_PASSWORD_KEEPS_SESSIONS) && old.isPresent()) {
                sound.renewHash(userId, old.get().passwordHash(), hash);
                return sound.findByUserId(userId).orElseThrow();
            }
            try {
                Credentials set = sound.setPassword(userId, hash);
                remembered.put(userId, set);
                return is(FIRST_EPOCH_IS_ZERO) ? new Credentials(userId, hash, set.sessionEpoch() - 1) : set;
            } catch (UserNotFoundException unknown) {
                if (is(UNKNOWN_USER_ACCEPTED)) {
                    return new Credentials(userId, hash, 1);
                }
                throw unknown;
            }
        }

        @Override
        public boolean renewHash(UserId userId, PasswordHash expected, PasswordHash renewed) {
            Optional<Credentials> old = sound.findByUserId(userId);
            if (is(RENEWAL_ENDS_SESSIONS) && old.isPresent()) {
                sound.setPassword(userId, renewed);
                return true;
            }
            PasswordHash from = is(RENEWED_UNCONDITIONALLY)
                    ? old.map(Credentials::passwordHash).orElse(expected)
                    : expected;
            return sound.renewHash(userId, from, renewed) && !(is(EQUAL_RENEWAL_REJECTED) && expected.equals(renewed));
        }

        @Override
        public boolean endSessions(UserId userId) {
            boolean lost = is(EVERY_SECOND_ENDING_LOST) && endings.incrementAndGet() % 2 == 0;
            if (is(SESSIONS_NOT_ENDED) || lost) {
                return true;
            }
            if (is(USER_CHANGED_TOO)) {
                unit.users().findById(userId).ifPresent(unit.users()::update);
            }
            return sound.endSessions(userId) || is(ENDING_ALWAYS_TRUE);
        }
    }
}
