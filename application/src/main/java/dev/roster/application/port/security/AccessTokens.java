package dev.roster.application.port.security;

import dev.roster.domain.user.UserId;

/**
 * Bearer tokens that prove who is calling. They are not stored: what they say is sealed in them.
 */
public interface AccessTokens {

    /**
     * Makes a token that tells the user and the session epoch to whoever checks it
     * ({@code access-tokens.contain-user-and-epoch}).
     *
     * @param sessionEpoch the user's {@link Credentials#sessionEpoch()} of now
     */
    AccessToken issue(UserId userId, long sessionEpoch);

    /**
     * Checks a token and tells what it says. Whether the session epoch is still the user's is for the caller to check.
     *
     * <p>Refused are tokens at or past their expiry ({@code access-tokens.expired-rejected}), changed in any character
     * ({@code access-tokens.tampered-rejected}), made with another key ({@code access-tokens.foreign-key-rejected}), and
     * what is no token at all ({@code access-tokens.malformed-rejected}).
     *
     * @throws InvalidAccessTokenException if it is refused
     */
    Claims validate(String token);

    /**
     * What a valid token says.
     *
     * @param userId who is calling
     * @param sessionEpoch the session epoch at the time of issue
     */
    record Claims(UserId userId, long sessionEpoch) {}
}
