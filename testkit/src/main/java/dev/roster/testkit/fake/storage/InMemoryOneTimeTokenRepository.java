package dev.roster.testkit.fake.storage;

import dev.roster.application.port.security.OneTimeToken;
import dev.roster.application.port.security.TokenHash;
import dev.roster.application.port.storage.OneTimeTokenRepository;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import dev.roster.testkit.fake.storage.InMemoryState.Token;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** The one-time tokens of an {@link InMemoryStorage}. */
final class InMemoryOneTimeTokenRepository implements OneTimeTokenRepository {

    private final InMemoryAccess access;

    InMemoryOneTimeTokenRepository(InMemoryAccess access) {
        this.access = access;
    }

    @Override
    public void store(OneTimeToken token) {
        Objects.requireNonNull(token, "token");
        access.write(state -> {
            if (!state.users.containsKey(token.userId())) {
                throw new UserNotFoundException(token.userId());
            }
            if (state.tokens.containsKey(token.hash())) {
                throw new IllegalArgumentException("a token with this hash already exists");
            }
            return state.tokens.put(token.hash(), new Token(token, false));
        });
    }

    @Override
    public Optional<UserId> find(TokenHash hash, OneTimeToken.Purpose purpose, Instant now) {
        Objects.requireNonNull(hash, "hash");
        Objects.requireNonNull(purpose, "purpose");
        Objects.requireNonNull(now, "now");
        return access.read(state -> Optional.ofNullable(state.tokens.get(hash))
                .filter(stored -> stored.isValid(purpose, now))
                .map(stored -> stored.token().userId()));
    }

    @Override
    public Optional<UserId> consume(TokenHash hash, OneTimeToken.Purpose purpose, Instant now) {
        Objects.requireNonNull(hash, "hash");
        Objects.requireNonNull(purpose, "purpose");
        Objects.requireNonNull(now, "now");
        return access.write(state -> {
            Token stored = state.tokens.get(hash);
            if (stored == null || !stored.isValid(purpose, now)) {
                return Optional.empty();
            }
            state.tokens.put(hash, new Token(stored.token(), true));
            return Optional.of(stored.token().userId());
        });
    }

    @Override
    public void revoke(UserId userId, OneTimeToken.Purpose purpose, Instant now) {
        Objects.requireNonNull(userId, "userId");
        Objects.requireNonNull(purpose, "purpose");
        Objects.requireNonNull(now, "now");
        access.write(state -> {
            state.tokens.replaceAll((hash, stored) ->
                    stored.token().userId().equals(userId) && stored.token().purpose() == purpose
                            ? new Token(stored.token(), true)
                            : stored);
            return userId;
        });
    }

    @Override
    public long deleteExpiredBefore(Instant time) {
        Objects.requireNonNull(time, "time");
        return access.write(state -> {
            int before = state.tokens.size();
            state.tokens.values().removeIf(stored -> stored.token().expiresAt().isBefore(time));
            return (long) (before - state.tokens.size());
        });
    }
}
