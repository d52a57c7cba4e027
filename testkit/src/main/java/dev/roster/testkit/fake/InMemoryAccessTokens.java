package dev.roster.testkit.fake;

import dev.roster.application.port.security.AccessToken;
import dev.roster.application.port.security.AccessTokens;
import dev.roster.application.port.security.HashFunction;
import dev.roster.application.port.security.InvalidAccessTokenException;
import dev.roster.domain.user.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;

/**
 * Access tokens for tests: each is its claims and their hash with a key, such as
 * {@code access~42~7~2023-01-01T01:00:00Z~d0f1…}. Safe for use by multiple threads.
 */
public final class InMemoryAccessTokens implements AccessTokens {

    private static final String ACCESS = "access";
    private static final String HINT = "hint";

    private final String key;
    private final Duration ttl;
    private final InstantSource clock;

    /**
     * Creates an instance with a key of its own.
     *
     * @param ttl how long a token is valid
     * @param clock the clock for issuing and expiry
     */
    public InMemoryAccessTokens(Duration ttl, InstantSource clock) {
        this(UUID.randomUUID().toString(), ttl, clock);
    }

    /**
     * Creates an instance that accepts the tokens of all others with the same key.
     *
     * @param key any text
     * @param ttl how long a token is valid
     * @param clock the clock for issuing and expiry
     */
    public InMemoryAccessTokens(String key, Duration ttl, InstantSource clock) {
        this.key = key;
        this.ttl = ttl;
        this.clock = clock;
    }

    @Override
    public AccessToken issue(UserId userId, long sessionEpoch) {
        return issue(ACCESS, userId, sessionEpoch, ttl);
    }

    @Override
    public AccessToken issueLoginHint(UserId userId, long sessionEpoch) {
        return issue(HINT, userId, sessionEpoch, HINT_TTL);
    }

    private AccessToken issue(String kind, UserId userId, long sessionEpoch, Duration validity) {
        Instant expiry = clock.instant().plus(validity);
        return new AccessToken(signed(kind + "~" + userId + "~" + sessionEpoch + "~" + expiry), validity);
    }

    private String signed(String claims) {
        return claims + "~" + HashFunction.SHA_256.hex(key + claims + key);
    }

    @Override
    public Claims validate(String token) {
        return validate(ACCESS, token);
    }

    @Override
    public Claims validateLoginHint(String hint) {
        return validate(HINT, hint);
    }

    private Claims validate(String kind, String token) {
        int end = token.lastIndexOf('~');
        if (end < 0 || !signed(token.substring(0, end)).equals(token) || !token.startsWith(kind + "~")) {
            throw new InvalidAccessTokenException("the token was not issued by this server");
        }
        String[] claims = token.split("~", -1);
        if (!clock.instant().isBefore(Instant.parse(claims[3]))) {
            throw new InvalidAccessTokenException("the token has expired");
        }
        return new Claims(UserId.parse(claims[1]).orElseThrow(), Long.parseLong(claims[2]));
    }
}
