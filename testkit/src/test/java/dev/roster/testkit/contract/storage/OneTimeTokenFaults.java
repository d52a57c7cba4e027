package dev.roster.testkit.contract.storage;

import dev.roster.application.port.security.OneTimeToken;
import dev.roster.application.port.security.TokenHash;
import dev.roster.application.port.storage.OneTimeTokenRepository;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import dev.roster.testkit.fake.ForwardingUnit;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Faults of repositories of one-time tokens, each planted in a sound one. */
enum OneTimeTokenFaults {
    USED_FOR_EVER("tokens.used-once"),
    USED_BY_ALL_AT_ONCE("tokens.concurrent-use-one-wins"),
    NEVER_EXPIRES("tokens.expired-refused"),
    GOOD_FOR_ANYTHING("tokens.purpose-exact"),
    ANY_TOKEN_WILL_DO("tokens.unknown-is-empty"),
    SAME_HASH_IGNORED("tokens.same-hash-refused"),
    UNKNOWN_USER_ACCEPTED("tokens.unknown-user-refused"),
    EXPIRED_STAY("tokens.expired-go"),
    REVOKED_STILL_WORKS("tokens.revoked-alone"),
    TOKENS_OUTLIVE_USER("tokens.deleted-with-user");

    final String clause;

    OneTimeTokenFaults(String clause) {
        this.clause = clause;
    }

    UnitOfWork plantedIn(UnitOfWork sound) {
        OneTimeTokenRepository faulty = new Faulty(sound.oneTimeTokens());
        return new ForwardingUnit(sound) {
            @Override
            public OneTimeTokenRepository oneTimeTokens() {
                return faulty;
            }
        };
    }

    private final class Faulty implements OneTimeTokenRepository {

        private final OneTimeTokenRepository sound;
        private final Map<TokenHash, OneTimeToken> stored = new ConcurrentHashMap<>();

        Faulty(OneTimeTokenRepository sound) {
            this.sound = sound;
        }

        private boolean is(OneTimeTokenFaults fault) {
            return OneTimeTokenFaults.this == fault;
        }

        @Override
        public void store(OneTimeToken token) {
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
            return is(EXPIRED_STAY) ? 0 : sound.deleteExpiredBefore(time);
        }

        @Override
        public void revoke(UserId userId, OneTimeToken.Purpose purpose, Instant now) {
            if (!is(REVOKED_STILL_WORKS)) {
                sound.revoke(userId, purpose, now);
            }
        }

        @Override
        public Optional<UserId> use(TokenHash hash, OneTimeToken.Purpose purpose, Instant now) {
            Optional<UserId> used = sound.use(
                    hash,
                    is(GOOD_FOR_ANYTHING) ? stored.get(hash).purpose() : purpose,
                    is(NEVER_EXPIRES) ? Instant.EPOCH : now);
            if (is(USED_FOR_EVER) || is(USED_BY_ALL_AT_ONCE) || is(TOKENS_OUTLIVE_USER)) {
                return Optional.ofNullable(stored.get(hash)).map(OneTimeToken::userId);
            }
            if (is(ANY_TOKEN_WILL_DO)) {
                return stored.values().stream().map(OneTimeToken::userId).findFirst();
            }
            return used;
        }
    }
}
