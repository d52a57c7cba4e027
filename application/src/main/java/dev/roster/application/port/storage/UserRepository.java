package dev.roster.application.port.storage;

import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.StaleVersionException;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.EmailAlreadyExistsException;
import dev.roster.domain.user.NewUser;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import java.util.Optional;

/**
 * Repository of users.
 *
 * <p>Text of any script is kept exactly ({@code users.text-kept-exactly}), up to the maximum length of the domain, even
 * if each character takes two UTF-16 units ({@code users.longest-values-kept}); an empty bio stays empty ({@code
 * users.empty-bio-kept}). Instants keep their microseconds ({@code users.microseconds-kept}) and do not depend on the
 * time zone or the locale of the JVM, or on daylight saving time ({@code users.time-zone-independent}).
 *
 * <p>A completed write is visible to all clients of the same backend ({@code users.visible-to-second-client}), also to
 * those opened after all others were closed ({@code users.kept-after-reopening}). Values
 * that the domain rejects never reach a repository, and null is rejected with {@link NullPointerException}; in both
 * cases nothing is written ({@code users.invalid-rejected}).
 */
public interface UserRepository {

    /**
     * Stores a new user.
     *
     * <p>All fields are stored as given, with a new id and version 1 ({@code users.fields-round-trip}). Ids are never
     * reused, not even after a deletion ({@code users.ids-never-reused}), and increase with each user of one client
     * ({@code users.ids-increase}). An email address is unique by its {@link EmailAddress#key()}
     * ({@code users.email-unique-ignoring-case}), which all spellings of a mailbox have in common
     * ({@code users.mailbox-unique}); email addresses with different keys are different
     * ({@code users.similar-emails-distinct}). It is stored in the spelling given, not as its key
     * ({@code users.email-kept-as-given}). A rejected duplicate leaves the existing user unchanged
     * ({@code users.duplicate-keeps-existing}). Exactly one of several concurrent creations with one email address
     * succeeds ({@code users.concurrent-duplicates-one-wins}).
     *
     * @return the user as stored
     * @throws EmailAlreadyExistsException if another user has the email address
     */
    User create(NewUser user);

    /** Returns the user with the given id; empty if there is none ({@code users.unknown-is-empty}). */
    Optional<User> findById(UserId id);

    /**
     * Returns a user, like {@link #findById}, and locks it until the end of the transaction. Concurrent transactions
     * that lock, change or delete the user wait for that end, and then see what was committed
     * ({@code users.locked-changes-not-stale}). Reads, and creations of posts and comments, do not wait.
     */
    Optional<User> lock(UserId id);

    /**
     * Returns the user with the mailbox of an email address, however it is spelled ({@code
     * users.email-found-by-mailbox}): ignoring case ({@code users.email-found-ignoring-case}) and independent of the
     * default locale ({@code users.email-comparison-ignores-locale}); empty if there is none ({@code
     * users.unknown-is-empty}).
     */
    Optional<User> findByEmail(EmailAddress email);

    /**
     * Returns one page of all users, newest first by {@link User#createdAt()}, then by id in descending order
     * ({@code users.list-newest-first}). All pages together are the whole list ({@code users.list-pages-complete}). A
     * page past the end is empty and has the correct total ({@code users.list-past-the-end-empty}). The users and the
     * total are of one moment ({@code transactions.page-of-one-moment}).
     */
    Page<User> findAll(PageRequest request);

    /**
     * Stores a changed user if it has not been changed since it was read.
     *
     * <p>Increments the stored version, even if nothing changes ({@code users.update-raises-version}), and stores the time
     * of the last change as given ({@code users.update-time-kept}). Id, time of creation and creator never
     * change, whatever is passed ({@code users.identity-immutable}), and no other user changes. If the stored version is not
     * {@link User#version()}, nothing changes ({@code users.stale-update-rejected}), so no concurrent update is lost
     * ({@code users.concurrent-updates-not-lost}): of several updates of one version at once, one succeeds ({@code
     * users.concurrent-updates-one-wins}), also if one of the calls is a deletion ({@code
     * users.concurrent-update-and-delete-one-wins}).
     *
     * <p>A user's own email address may change its spelling ({@code users.own-email-may-change-case},
     * {@code users.mailbox-unique}). The email address of another user is rejected, and nothing changes ({@code
     * users.taken-email-rejected-on-update}), also if several users claim it at once ({@code
     * users.concurrent-email-changes-one-wins}). An email address that is no longer used is available to other users
     * ({@code users.freed-email-reusable}).
     *
     * @param user the user as read, with its changes and a new {@link User#updatedAt()}
     * @return the user as stored
     * @throws UserNotFoundException if there is no such user; none is created ({@code users.update-missing-rejected})
     * @throws StaleVersionException if the stored version is a different one
     * @throws EmailAlreadyExistsException if another user has the email address
     */
    User update(User user);

    /**
     * Deletes a user with their credentials and one-time tokens, their posts with all comments on them, and their own
     * comments ({@code transactions.user-deletion-cascades}). Users they created stay unchanged: the creator is a fact
     * of the past, not a reference, and may be an id that belongs to no user ({@code
     * users.kept-after-creator-deleted}). Audit events and messages in the outbox stay, too. The email address can be
     * used again ({@code users.freed-email-reusable}).
     *
     * @return whether there was such a user ({@code users.delete-missing-is-false}); true for one of several deletions at
     *     once ({@code users.concurrent-deletions-one-wins})
     */
    boolean delete(UserId id);

    /**
     * Deletes a user like {@link #delete(UserId)} if it still has the given version
     * ({@code users.stale-delete-rejected}).
     *
     * @return whether there was such a user ({@code users.delete-missing-is-false})
     * @throws StaleVersionException if the stored version is a different one; nothing is deleted
     */
    boolean delete(UserId id, long version);
}
