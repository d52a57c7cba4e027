package dev.roster.application.port.directory;

import dev.roster.application.port.security.InvalidAccessTokenException;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.EmailAlreadyExistsException;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import dev.roster.domain.user.UserUpdate;
import java.time.Instant;
import java.util.Optional;

/**
 * Roster's users as seen by another service, on behalf of an authenticated caller. The remote implementation is
 * {@code UserApiClient}.
 *
 * <p>Every method throws {@link DirectoryUnavailableException} if no valid response arrives in bounded time
 * ({@code directory-outage.calls-fail-typed}), and
 * {@link InvalidAccessTokenException} if the directory does not accept the caller's access token. A directory that
 * allows its callers to change only some users, or to create none, rejects other changes with
 * {@code NotAllowedException}, and one that limits requests rejects more of them with
 * {@code TooManyAttemptsException}, which says how long to wait.
 * Implementations are safe for use by multiple threads ({@code directory.threads-independent}).
 *
 * <p>A call that fails in an outage is done completely or not at all ({@code directory-outage.update-all-or-nothing}), no
 * acknowledged call is lost ({@code directory-outage.acknowledged-writes-kept}), and the client works again without a
 * restart ({@code directory-outage.recovers-without-restart}). No exception and no log entry of an outage contains an
 * access token of the client ({@code directory-outage.access-token-not-revealed}).
 */
public interface UserDirectory {

    /**
     * Returns a user with the fields that the caller may see ({@code directory.created-user-found}).
     *
     * @return empty if there is no such user ({@code directory.unknown-is-empty})
     */
    Optional<DirectoryUser> findById(UserId id);

    /**
     * Returns one page of all users, newest first ({@code directory.list-newest-first}). A page past the end is empty
     * ({@code directory.list-past-the-end-empty}).
     */
    Page<DirectoryUser> findAll(PageRequest request);

    /**
     * Creates an account without a password; its owner can claim it later ({@code directory.created-user-found}). Text
     * is kept exactly ({@code directory.text-kept-exactly}).
     *
     * @throws EmailAlreadyExistsException if the email address is taken, ignoring case
     *     ({@code directory.duplicate-rejected})
     * @throws dev.roster.domain.InvalidValueException if the directory rejects a value; names each invalid field
     *     ({@code directory.invalid-rejected})
     */
    DirectoryUser create(EmailAddress email, String name);

    /**
     * Replaces all changeable fields of a user ({@code directory.updated-user-found}). Text is kept exactly
     * ({@code directory.updated-text-kept-exactly}). A rejected update changes nothing.
     *
     * @throws UserNotFoundException if there is no such user; none is created
     *     ({@code directory.update-missing-rejected})
     * @throws EmailAlreadyExistsException if another user has the email address, ignoring case
     *     ({@code directory.taken-email-rejected-on-update})
     * @throws dev.roster.domain.InvalidValueException if the directory rejects a value; names each invalid field
     *     ({@code directory.invalid-update-rejected})
     */
    DirectoryUser update(UserId id, UserUpdate change);

    /**
     * Deletes a user. The user is no longer found or listed, and the email address can be used again
     * ({@code directory.deleted-not-found}).
     *
     * @return whether there was such a user ({@code directory.delete-missing-is-false})
     */
    boolean delete(UserId id);

    /**
     * A user as returned by the directory.
     *
     * @param bio empty if the user has none
     * @param details empty if the caller may see the public profile only
     */
    record DirectoryUser(UserId id, String name, String bio, Instant createdAt, Optional<Details> details) {

        /** Returns the email address, if the caller may see it ({@code directory.created-user-found}). */
        public Optional<EmailAddress> email() {
            return details.map(Details::email);
        }
    }

    /**
     * The fields that a directory shows only to some callers, such as the user and the creator of an unclaimed account.
     *
     * @param verified whether the user has verified the email address
     */
    record Details(EmailAddress email, boolean verified, Instant updatedAt) {}
}
