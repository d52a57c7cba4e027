package dev.roster.application.port.storage;

import dev.roster.application.port.security.Credentials;
import dev.roster.application.port.security.PasswordHash;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import java.util.Optional;
import java.util.Set;

/**
 * Repository of user credentials, separate from the users. A user without credentials is <em>unclaimed</em> and cannot
 * log in.
 *
 * <p>Credentials are deleted with their user ({@code credentials.deleted-with-user}). No method changes the user's
 * version ({@code credentials.user-unchanged}). Password hashes of any length are kept and compared exactly
 * ({@code credentials.hash-kept-exactly}).
 */
public interface CredentialsRepository {

    /**
     * Returns the credentials of a user; empty if the user has none or does not exist
     * ({@code credentials.unknown-is-empty}).
     */
    Optional<Credentials> findByUserId(UserId userId);

    /**
     * Returns those of the users that have credentials, without unknown ids ({@code credentials.claimed-users-found}).
     */
    Set<UserId> findClaimed(Set<UserId> userIds);

    /**
     * Sets the password. The first one gets session epoch 1 ({@code credentials.set-and-find}); a later one replaces
     * the hash and increments the epoch, which ends all sessions ({@code credentials.replace-ends-sessions}).
     * None is left behind if the user is deleted concurrently ({@code credentials.no-orphan-on-concurrent-delete}).
     *
     * @return the credentials as stored
     * @throws UserNotFoundException if there is no such user ({@code credentials.unknown-user-rejected})
     */
    Credentials setPassword(UserId userId, PasswordHash passwordHash);

    /**
     * Replaces the hash with another hash of the same password, if the stored hash is the expected one
     * ({@code credentials.renewed-only-if-unchanged}). Sessions stay valid
     * ({@code credentials.renewal-keeps-sessions}). A password that is set at the same time stays ({@code
     * credentials.concurrent-renewal-keeps-new-password}).
     *
     * @return whether the hash was replaced
     */
    boolean renewHash(UserId userId, PasswordHash expected, PasswordHash renewed);

    /**
     * Ends all sessions of a user by incrementing the epoch ({@code credentials.end-sessions-raises-epoch}). Every one
     * of several concurrent calls is counted ({@code credentials.concurrent-changes-all-counted}).
     *
     * @return whether the user has credentials ({@code credentials.end-sessions-missing-is-false})
     */
    boolean endSessions(UserId userId);
}
