package dev.roster.testkit.fake;

import dev.roster.application.port.security.AccessToken;
import dev.roster.application.port.security.AccessTokens;
import dev.roster.application.port.security.InvalidAccessTokenException;
import dev.roster.domain.user.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Access tokens that are random keys of a map. Safe for use by multiple threads. */
public final class InMemoryAccessTokens implements AccessTokens {

    private final Map<String, Issued> issued = new ConcurrentHashMap<>();
    private final Duration ttl;
    private final InstantSource clock;

    /**
     * Creates an instance.
     *
     * @param ttl how long a token is valid
     * @param clock the clock for issuing and expiry
     */
    public InMemoryAccessTokens(Duration ttl, InstantSource clock) {
        this.ttl = ttl;
        this.clock = clock;
    }

    @Override
    public AccessToken issue(UserId userId, long sessionEpoch) {
        return issue(userId, sessionEpoch, false, ttl);
    }

    @Override
    public AccessToken issueLoginHint(UserId userId, long sessionEpoch) {
        return issue(userId, sessionEpoch, true, HINT_TTL);
    }

    private AccessToken issue(UserId userId, long sessionEpoch, boolean hint, Duration validity) {
        String token = UUID.randomUUID().toString();
        Instant expiry = clock.instant().plus(validity);
        issued.put(token, new Issued(new Claims(userId, sessionEpoch), hint, expiry));
        return new AccessToken(token, validity);
    }

    @Override
    public Claims validate(String token) {
        return validate(token, false);
    }

    @Override
    public Claims validateLoginHint(String hint) {
        return validate(hint, true);
    }

    private Claims validate(String token, boolean hint) {
        Issued known = issued.get(token);
        if (known == null || known.hint() != hint) {
            throw new InvalidAccessTokenException("the token was not issued by this server");
        }
        if (!clock.instant().isBefore(known.expiresAt())) {
            throw new InvalidAccessTokenException("the token has expired");
        }
        return known.claims();
    }

    private record Issued(Claims claims, boolean hint, Instant expiresAt) {}
}
