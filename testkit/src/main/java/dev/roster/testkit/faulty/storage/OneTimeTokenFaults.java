package dev.roster.testkit.faulty.storage;

import dev.roster.application.port.security.OneTimeToken;
import dev.roster.application.port.security.TokenHash;
import dev.roster.application.port.storage.OneTimeTokenRepository;
import dev.roster.application.port.storage.Storage;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import dev.roster.testkit.conformance.matrix.Fault;
import dev.roster.testkit.conformance.matrix.PlantedFault;
import dev.roster.testkit.fake.forwarding.ForwardingStorage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Planted faults of one-time token repositories, each with the clause that must detect it. */
public enum OneTimeTokenFaults implements PlantedFault {
    @Fault("Lets a token be used again.")
    TOKEN_REUSABLE("tokens.single-use"),
    @Fault("Lets several uses at once succeed.")
    CONCURRENT_USES_ALL_SUCCEED("tokens.concurrent-use-one-wins"),
    @Fault("Accepts expired tokens.")
    NEVER_EXPIRES("tokens.expired-rejected"),
    @Fault("Accepts tokens for another purpose.")
    PURPOSE_IGNORED("tokens.wrong-purpose-rejected"),
    @Fault("Accepts unknown tokens.")
    UNKNOWN_TOKEN_ACCEPTED("tokens.unknown-is-empty"),
    @Fault("Consumes a token when it is looked up.")
    FIND_CONSUMES("tokens.find-consumes-nothing"),
    @Fault("Finds expired and used tokens.")
    FIND_IGNORES_VALIDITY("tokens.find-consumes-nothing"),
    @Fault("Ignores a second token with the same hash.")
    SAME_HASH_IGNORED("tokens.duplicate-hash-rejected"),
    @Fault("Accepts tokens of unknown users.")
    UNKNOWN_USER_ACCEPTED("tokens.unknown-user-rejected"),
    @Fault("Keeps expired tokens.")
    EXPIRED_NOT_DELETED("tokens.expired-deleted"),
    @Fault("Forgets used tokens together with the expired ones.")
    USED_TOKENS_DELETED("tokens.expired-deleted"),
    @Fault("Accepts revoked tokens.")
    REVOKED_TOKEN_WORKS("tokens.revoke-affects-user-and-purpose"),
    @Fault("Keeps the tokens of deleted users.")
    TOKENS_KEPT_AFTER_USER("tokens.deleted-with-user");

    @SuppressWarnings("ImmutableEnumChecker") // the list is immutable
    private final List<String> clauses;

    OneTimeTokenFaults(String... clauses) {
        this.clauses = List.of(clauses);
    }

    @Override
    public List<String> clauses() {
        return clauses;
    }

    public Storage plantedIn(Storage sound) {
        OneTimeTokenRepository faulty = new Faulty(sound.oneTimeTokens());
        return new ForwardingStorage(sound) {
            @Override
            public OneTimeTokenRepository oneTimeTokens() {
                return faulty;
            }
        };
    }

    private final class Faulty implements OneTimeTokenRepository {

        private final OneTimeTokenRepository sound;
        private final Map<TokenHash, OneTimeToken> stored = new ConcurrentHashMap<>();
        private final Set<TokenHash> used = ConcurrentHashMap.newKeySet();
        private final Set<TokenHash> forgotten = ConcurrentHashMap.newKeySet();

        Faulty(OneTimeTokenRepository sound) {
            this.sound = sound;
        }

        private boolean is(OneTimeTokenFaults fault) {
            return OneTimeTokenFaults.this == fault;
        }

        @Override
        public void store(OneTimeToken token) {
            if (is(USED_TOKENS_DELETED) && forgotten.contains(token.hash())) {
                return;
            }
            stored.put(token.hash(), token);
            try {
                sound.store(token);
            } catch (IllegalArgumentException twice) {
                if (!is(SAME_HASH_IGNORED)) {
                    throw twice;
                }
            } catch (UserNotFoundException unknown) {
                if (!is(UNKNOWN_USER_ACCEPTED)) {
                    throw unknown;
                }
            }
        }

        @Override
        public long deleteExpiredBefore(Instant time) {
            forgotten.addAll(used);
            return is(EXPIRED_NOT_DELETED) ? 0 : sound.deleteExpiredBefore(time);
        }

        @Override
        public void revoke(UserId userId, OneTimeToken.Purpose purpose, Instant now) {
            if (!is(REVOKED_TOKEN_WORKS)) {
                sound.revoke(userId, purpose, now);
            }
        }

        @Override
        public Optional<UserId> find(TokenHash hash, OneTimeToken.Purpose purpose, Instant now) {
            if (is(FIND_CONSUMES)) {
                return sound.consume(hash, purpose, now);
            }
            return is(FIND_IGNORES_VALIDITY)
                    ? Optional.ofNullable(stored.get(hash)).map(OneTimeToken::userId)
                    : sound.find(hash, purpose, now);
        }

        @Override
        public Optional<UserId> consume(TokenHash hash, OneTimeToken.Purpose purpose, Instant now) {
            Optional<UserId> owner = sound.consume(
                    hash,
                    is(PURPOSE_IGNORED) ? stored.get(hash).purpose() : purpose,
                    is(NEVER_EXPIRES) ? Instant.EPOCH : now);
            owner.ifPresent(consumed -> used.add(hash));
            if (is(TOKEN_REUSABLE) || is(CONCURRENT_USES_ALL_SUCCEED) || is(TOKENS_KEPT_AFTER_USER)) {
                return Optional.ofNullable(stored.get(hash)).map(OneTimeToken::userId);
            }
            if (is(UNKNOWN_TOKEN_ACCEPTED)) {
                return stored.values().stream().map(OneTimeToken::userId).findFirst();
            }
            return owner;
        }
    }
}
