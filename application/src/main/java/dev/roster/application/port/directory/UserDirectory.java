package dev.roster.application.port.directory;

import dev.roster.application.port.security.InvalidAccessTokenException;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.EmailAlreadyExistsException;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import java.time.Instant;
import java.util.Optional;

/**
 * Another service's view of Roster's users, as a signed-in caller sees them. The remote one is {@code UserApiClient}.
 *
 * <p>Every method throws {@link DirectoryUnavailableException} if no answer, or none that makes sense, comes in bounded
 * time, and {@link InvalidAccessTokenException} if the directory does not accept who is calling. A directory that lets
 * its callers change only some users refuses the others with {@code NotAllowedException}.
 */
public interface UserDirectory {

    /**
     * The user of that id, with all that a signed-in caller sees ({@code directory.created-user-found}); empty if there is
     * none ({@code directory.unknown-is-empty}).
     */
    Optional<DirectoryUser> findById(UserId id);

    /**
     * A page of all users, the newest first ({@code directory.list-newest-first}), empty past the end
     * ({@code directory.list-past-the-end-empty}).
     */
    Page<DirectoryUser> findAll(PageRequest request);

    /**
     * Creates an account without a password, for its owner to claim ({@code directory.created-user-found}). Text is kept
     * exactly ({@code directory.text-kept-exactly}).
     *
     * @throws EmailAlreadyExistsException if the address is taken, in any case ({@code directory.duplicate-rejected})
     * @throws dev.roster.domain.InvalidValueException if the directory refuses a value; it names each field at fault
     *     ({@code directory.invalid-rejected})
     */
    DirectoryUser create(EmailAddress email, String name);

    /**
     * Replaces all that may be changed of a user ({@code directory.updated-user-found}). Text is kept exactly
     * ({@code directory.updated-text-kept-exactly}). A refusal changes nothing.
     *
     * @throws UserNotFoundException if there is no such user; none is created
     *     ({@code directory.update-missing-rejected})
     * @throws EmailAlreadyExistsException if another user has the address, in any case
     *     ({@code directory.taken-email-rejected-on-update})
     * @throws dev.roster.domain.InvalidValueException if the directory refuses a value; it names each field at fault
     *     ({@code directory.invalid-update-rejected})
     */
    DirectoryUser update(UserId id, UserChange change);

    /**
     * Deletes a user, who is not found or listed any more and whose address is free again
     * ({@code directory.deleted-not-found}).
     *
     * @return whether there was such a user ({@code directory.delete-missing-is-false})
     */
    boolean delete(UserId id);

    /**
     * What the directory tells of a user.
     *
     * @param bio empty if the user gave none
     * @param verified whether the user proved to read mail sent to the address
     */
    record DirectoryUser(
            UserId id,
            EmailAddress email,
            String name,
            String bio,
            boolean verified,
            Instant createdAt,
            Instant updatedAt) {}
}
