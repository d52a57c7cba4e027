package dev.roster.application.port.security;

import dev.roster.domain.user.UserId;

/** Issues and validates bearer tokens. Tokens are not stored: each contains its claims. */
public interface AccessTokens {

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
     * ({@code access-tokens.tampered-rejected}), signed with another key ({@code access-tokens.foreign-key-rejected}),
     * and malformed ones ({@code access-tokens.malformed-rejected}).
     *
     * @throws InvalidAccessTokenException if the token is rejected
     */
    Claims validate(String token);

    /**
     * Content of a valid token.
     *
     * @param userId the user that the token was issued to
     * @param sessionEpoch the session epoch when the token was issued
     */
    record Claims(UserId userId, long sessionEpoch) {}
}
