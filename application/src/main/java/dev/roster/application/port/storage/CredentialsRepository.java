package dev.roster.application.port.storage;

import dev.roster.application.port.security.Credentials;
import dev.roster.application.port.security.PasswordHash;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import java.util.Optional;

/**
 * The users' credentials, apart from the users themselves. A user without any is <em>unclaimed</em> and cannot log in.
 * They go when their user goes ({@code credentials.deleted-with-user}), and no method here changes the user's version
 * ({@code credentials.user-unchanged}).
 */
public interface CredentialsRepository {

    /**
     * The credentials of that user; empty for a user without any and for one that does not exist
     * ({@code credentials.unknown-is-empty}).
     */
    Optional<Credentials> findByUserId(UserId userId);

    /**
     * Sets the password. The first one comes with session epoch 1 ({@code credentials.set-and-find}); a later one
     * replaces the hash and raises the epoch by one, which ends all sessions ({@code credentials.replace-ends-sessions}).
     *
     * @return the credentials as stored
     * @throws UserNotFoundException if there is no such user ({@code credentials.unknown-user-rejected})
     */
    Credentials setPassword(UserId userId, PasswordHash passwordHash);

    /**
     * Replaces the hash by another one of the same password, if it is still the expected one
     * ({@code credentials.renewed-only-if-unchanged}). Sessions go on ({@code credentials.renewal-keeps-sessions}).
     *
     * @return whether it was replaced
     */
    boolean renewHash(UserId userId, PasswordHash expected, PasswordHash renewed);

    /**
     * Ends all sessions of the user by raising the epoch by one ({@code credentials.end-sessions-raises-epoch}), also when called
     * by many at once ({@code credentials.concurrent-changes-all-counted}).
     *
     * @return whether the user has credentials ({@code credentials.end-sessions-missing-is-false})
     */
    boolean endSessions(UserId userId);
}
