package dev.roster.application.port.storage;

import dev.roster.application.port.security.OneTimeToken;
import dev.roster.application.port.security.TokenHash;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import java.time.Instant;
import java.util.Optional;

/**
 * The one-time tokens that were given out and not used yet, by the hash of their secret. They go when their user goes
 * ({@code tokens.deleted-with-user}).
 */
public interface OneTimeTokenRepository {

    /**
     * Keeps a token. One whose hash was stored before, used or not, is refused, so that a token cannot come to life
     * again ({@code tokens.duplicate-hash-rejected}).
     *
     * @throws IllegalArgumentException if a token of this hash was stored before
     * @throws UserNotFoundException if there is no such user ({@code tokens.unknown-user-rejected})
     */
    void store(OneTimeToken token);

    /**
     * Uses a token up. It works once ({@code tokens.single-use}), for one of several callers at once
     * ({@code tokens.concurrent-use-one-wins}), up to but not at its expiry ({@code tokens.expired-rejected}), and only
     * for its own purpose, a try at another leaving it as it was ({@code tokens.wrong-purpose-rejected}).
     *
     * @param now the time to hold against the expiry
     * @return whose token it was; empty if there is none that works ({@code tokens.unknown-is-empty})
     */
    Optional<UserId> consume(TokenHash hash, OneTimeToken.Purpose purpose, Instant now);

    /**
     * Uses up all tokens that a user has for one purpose; those of other users and purposes stay
     * ({@code tokens.revoke-affects-user-and-purpose}).
     *
     * @param now when that is
     */
    void revoke(UserId userId, OneTimeToken.Purpose purpose, Instant now);

    /**
     * Removes the tokens that expired before that instant, used or not, and no other ({@code tokens.expired-deleted}). Their
     * hashes may be stored again, so that instant should be long past.
     *
     * @return how many that were
     */
    long deleteExpiredBefore(Instant time);
}
