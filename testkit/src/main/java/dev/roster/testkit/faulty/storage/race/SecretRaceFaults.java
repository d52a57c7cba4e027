package dev.roster.testkit.faulty.storage.race;

import dev.roster.application.port.security.Credentials;
import dev.roster.application.port.security.OneTimeToken;
import dev.roster.application.port.security.PasswordHash;
import dev.roster.application.port.security.TokenHash;
import dev.roster.application.port.storage.CredentialsRepository;
import dev.roster.application.port.storage.OneTimeTokenRepository;
import dev.roster.application.port.storage.Storage;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import dev.roster.testkit.conformance.matrix.Fault;
import dev.roster.testkit.conformance.matrix.PlantedFault;
import dev.roster.testkit.fake.forwarding.ForwardingCredentialsRepository;
import dev.roster.testkit.fake.forwarding.ForwardingOneTimeTokenRepository;
import dev.roster.testkit.fake.forwarding.ForwardingStorage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Planted faults of credentials and tokens that show only if two calls meet, as those of {@link UserRaceFaults} do. */
public enum SecretRaceFaults implements PlantedFault {
    @Fault(value = "Reads the session epoch before it stores the next one.", raced = true)
    EPOCH_READ_THEN_STORED("credentials.concurrent-changes-all-counted"),
    @Fault(value = "Compares the password hash before it replaces it.", raced = true)
    HASH_COMPARED_THEN_RENEWED("credentials.concurrent-renewal-keeps-new-password"),
    @Fault(value = "Checks that the user exists before it stores the password.", raced = true)
    USER_CHECKED_THEN_PASSWORD_SET("credentials.no-orphan-on-concurrent-delete"),
    @Fault(value = "Finds a token before it marks it as used.", raced = true)
    TOKEN_FOUND_THEN_CONSUMED("tokens.concurrent-use-one-wins"),
    @Fault(value = "Checks that a hash is new before it stores the token.", raced = true)
    HASH_CHECKED_THEN_STORED("tokens.concurrent-duplicates-one-wins"),
    @Fault(value = "Checks that the user exists before it stores a token.", raced = true)
    USER_CHECKED_THEN_TOKEN_STORED("tokens.no-orphan-on-concurrent-delete");

    @SuppressWarnings("ImmutableEnumChecker") // the list is immutable
    private final List<String> clauses;

    SecretRaceFaults(String... clauses) {
        this.clauses = List.of(clauses);
    }

    @Override
    public List<String> clauses() {
        return clauses;
    }

    /** Returns a storage that has the fault. */
    public Storage plantedIn(Storage sound) {
        CredentialsRepository credentials = new CredentialsOfUsers(sound);
        OneTimeTokenRepository tokens = new Tokens(sound);
        return new ForwardingStorage(sound) {
            @Override
            public CredentialsRepository credentials() {
                return credentials;
            }

            @Override
            public OneTimeTokenRepository oneTimeTokens() {
                return tokens;
            }
        };
    }

    private boolean is(SecretRaceFaults fault) {
        return this == fault;
    }

    private final class CredentialsOfUsers extends ForwardingCredentialsRepository {

        private final Storage storage;
        private final Map<UserId, Long> lost = new ConcurrentHashMap<>();
        private final Map<UserId, Credentials> orphans = new ConcurrentHashMap<>();

        CredentialsOfUsers(Storage storage) {
            super(storage.credentials());
            this.storage = storage;
        }

        /** Reads the epoch, writes, and counts the changes in between as lost. */
        private Credentials nextEpoch(UserId userId, Supplier<Credentials> write) {
            long next = findByUserId(userId).map(Credentials::sessionEpoch).orElse(0L) + 1;
            Credentials written = write.get();
            lost.merge(userId, written.sessionEpoch() - lost.getOrDefault(userId, 0L) - next, Long::sum);
            return new Credentials(userId, written.passwordHash(), next);
        }

        @Override
        public Optional<Credentials> findByUserId(UserId userId) {
            Optional<Credentials> found = super.findByUserId(userId);
            return is(EPOCH_READ_THEN_STORED)
                    ? found.map(stored -> new Credentials(
                            userId, stored.passwordHash(), stored.sessionEpoch() - lost.getOrDefault(userId, 0L)))
                    : found.or(() -> Optional.ofNullable(orphans.get(userId)));
        }

        @Override
        public Credentials setPassword(UserId userId, PasswordHash hash) {
            if (is(EPOCH_READ_THEN_STORED)) {
                return nextEpoch(userId, () -> sound.setPassword(userId, hash));
            }
            if (!is(USER_CHECKED_THEN_PASSWORD_SET)
                    || storage.users().findById(userId).isEmpty()) {
                return super.setPassword(userId, hash);
            }
            try {
                return super.setPassword(userId, hash);
            } catch (UserNotFoundException checkedTooEarly) {
                orphans.put(userId, new Credentials(userId, hash, 1));
                return orphans.get(userId);
            }
        }

        @Override
        public boolean endSessions(UserId userId) {
            if (!is(EPOCH_READ_THEN_STORED)) {
                return super.endSessions(userId);
            }
            if (super.findByUserId(userId).isEmpty()) {
                return false;
            }
            nextEpoch(userId, () -> {
                sound.endSessions(userId);
                return sound.findByUserId(userId).orElseThrow();
            });
            return true;
        }

        @Override
        public boolean renewHash(UserId userId, PasswordHash expected, PasswordHash renewed) {
            boolean equal = is(HASH_COMPARED_THEN_RENEWED)
                    && super.findByUserId(userId)
                            .filter(stored -> stored.passwordHash().equals(expected))
                            .isPresent();
            return equal ? overwrite(userId, expected, renewed) : super.renewHash(userId, expected, renewed);
        }

        private boolean overwrite(UserId userId, PasswordHash expected, PasswordHash renewed) {
            return sound.renewHash(userId, expected, renewed)
                    || overwrite(
                            userId, sound.findByUserId(userId).orElseThrow().passwordHash(), renewed);
        }
    }

    private final class Tokens extends ForwardingOneTimeTokenRepository {

        private final Storage storage;
        private final Map<TokenHash, UserId> orphans = new ConcurrentHashMap<>();

        Tokens(Storage storage) {
            super(storage.oneTimeTokens());
            this.storage = storage;
        }

        @Override
        public void store(OneTimeToken token) {
            if (is(HASH_CHECKED_THEN_STORED)
                    && super.find(token.hash(), token.purpose(), Instant.EPOCH).isEmpty()) {
                storeOrReplace(token);
                return;
            }
            if (!is(USER_CHECKED_THEN_TOKEN_STORED)
                    || storage.users().findById(token.userId()).isEmpty()) {
                super.store(token);
                return;
            }
            try {
                super.store(token);
            } catch (UserNotFoundException checkedTooEarly) {
                orphans.put(token.hash(), token.userId());
            }
        }

        private void storeOrReplace(OneTimeToken token) {
            try {
                sound.store(token);
            } catch (IllegalArgumentException checkedTooEarly) {
                orphans.remove(token.hash());
            }
        }

        @Override
        public Optional<UserId> consume(TokenHash hash, OneTimeToken.Purpose purpose, Instant now) {
            if (is(TOKEN_FOUND_THEN_CONSUMED)) {
                Optional<UserId> owner = super.find(hash, purpose, now);
                super.consume(hash, purpose, now);
                return owner;
            }
            return super.consume(hash, purpose, now).or(() -> Optional.ofNullable(orphans.get(hash)));
        }
    }
}
