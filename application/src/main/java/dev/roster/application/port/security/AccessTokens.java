package dev.roster.application.port.security;

import dev.roster.domain.user.UserId;
import java.time.Duration;

/**
 * Issues and validates bearer tokens. Tokens are not stored: each contains its claims, so every node with the same key
 * accepts it ({@code access-tokens.valid-on-every-node}). Tokens are secrets: no exception, string form or log entry
 * contains one ({@code access-tokens.not-revealed}). Implementations are safe for use by multiple threads
 * ({@code access-tokens.concurrent-use}).
 */
public interface AccessTokens {

    /** How long a login hint is valid. */
    Duration HINT_TTL = Duration.ofDays(90);

    /**
     * Issues a token that contains the user and the session epoch ({@code access-tokens.contain-user-and-epoch}).
     *
     * @param sessionEpoch the user's current {@link Credentials#sessionEpoch()}
     */
    AccessToken issue(UserId userId, long sessionEpoch);

    /**
     * Validates a token and returns its claims. The caller must check that the session epoch is still current.
     *
     * <p>Rejects tokens at or after their expiry ({@code access-tokens.expired-rejected}), with any character changed
     * ({@code access-tokens.tampered-rejected}), with white space or other additions ({@code
     * access-tokens.additions-rejected}), signed with another key ({@code access-tokens.foreign-key-rejected}), and
     * malformed ones ({@code access-tokens.malformed-rejected}). An implementation with JSON Web Tokens rejects those
     * made without the key, whatever their header says ({@code access-tokens.forged-jwt-rejected}), and those that were
     * signed for another purpose: with claims that are missing, not valid yet, or of another issuer, audience or type
     * ({@code access-tokens.claims-checked}).
     *
     * @throws InvalidAccessTokenException if the token is rejected
     */
    Claims validate(String token);

    /**
     * Issues a login hint: a proof that its holder has logged in to an account. It is valid for {@link #HINT_TTL}, and
     * no access token: {@link #validate} rejects it, and {@link #validateLoginHint} rejects access tokens
     * ({@code access-tokens.hints-separate}).
     *
     * @param sessionEpoch the user's current {@link Credentials#sessionEpoch()}
     */
    AccessToken issueLoginHint(UserId userId, long sessionEpoch);

    /**
     * Validates a login hint and returns its claims. The caller must check that the session epoch is still current.
     * Rejects what {@link #validate} rejects of access tokens ({@code access-tokens.hints-separate}).
     *
     * @throws InvalidAccessTokenException if the hint is rejected
     */
    Claims validateLoginHint(String hint);

    /**
     * Content of a valid token.
     *
     * @param userId the user that the token was issued to
     * @param sessionEpoch the session epoch when the token was issued
     */
    record Claims(UserId userId, long sessionEpoch) {}
}
