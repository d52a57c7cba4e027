package dev.roster.application.port.storage;

import dev.roster.application.port.security.OneTimeToken;
import dev.roster.application.port.security.TokenHash;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import java.time.Instant;
import java.util.Optional;

/**
 * Repository of one-time tokens, found by the hash of their secret. Tokens are deleted with their user ({@code
 * tokens.deleted-with-user}). No method changes the user ({@code tokens.user-unchanged}). The expiry is kept to the
 * microsecond ({@code tokens.expiry-kept-exactly}).
 */
public interface OneTimeTokenRepository {

    /**
     * Stores a token. Rejects a hash that was stored before, used or not, so that a used token never becomes valid
     * again ({@code tokens.duplicate-hash-rejected}), also if both are stored at once ({@code
     * tokens.concurrent-duplicates-one-wins}). No token is left behind if the user is deleted concurrently ({@code
     * tokens.no-orphan-on-concurrent-delete}).
     *
     * @throws IllegalArgumentException if a token with this hash was stored before
     * @throws UserNotFoundException if there is no such user ({@code tokens.unknown-user-rejected})
     */
    void store(OneTimeToken token);

    /**
     * Returns the owner of a token that {@link #consume} would accept now, without consuming it
     * ({@code tokens.find-consumes-nothing}).
     *
     * @param now the time that is compared with the expiry
     * @return the owner; empty if there is no valid token
     */
    Optional<UserId> find(TokenHash hash, OneTimeToken.Purpose purpose, Instant now);

    /**
     * Consumes a token. It can be consumed once ({@code tokens.single-use}), by one of several concurrent callers
     * ({@code tokens.concurrent-use-one-wins}), before its expiry ({@code tokens.expired-rejected}), and only for its
     * own purpose: an attempt for another purpose leaves it unchanged ({@code tokens.wrong-purpose-rejected}).
     *
     * @param now the time that is compared with the expiry
     * @return the owner; empty if there is no valid token ({@code tokens.unknown-is-empty})
     */
    Optional<UserId> consume(TokenHash hash, OneTimeToken.Purpose purpose, Instant now);

    /**
     * Invalidates all tokens of one user and purpose. Tokens of other users and purposes stay valid
     * ({@code tokens.revoke-affects-user-and-purpose}).
     *
     * @param now the current time
     */
    void revoke(UserId userId, OneTimeToken.Purpose purpose, Instant now);

    /**
     * Deletes the tokens that expired before an instant, used or not, and no others ({@code tokens.expired-deleted}).
     * Their hashes can be stored again, so the instant should be long past.
     *
     * @return how many tokens were deleted
     */
    long deleteExpiredBefore(Instant time);
}
