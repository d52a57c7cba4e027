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
 * The users.
 *
 * <p>Over all methods: text is kept exactly, whatever its script ({@code users.text-kept-exactly}), up to the longest
 * value the domain allows, also where each character takes two UTF-16 units ({@code users.longest-values-kept});
 * instants keep their microseconds ({@code users.microseconds-kept}), and neither the time zone of the JVM nor a change
 * to or from summer time moves them ({@code users.time-zone-independent}). What was returned is a snapshot, which later
 * writes leave alone ({@code users.returned-is-snapshot}). A write that has returned is seen by every other client of
 * the same backend ({@code users.visible-to-second-client}). Values the domain refuses never get here, and {@code null}
 * is refused with {@link NullPointerException}; either way nothing is written ({@code users.invalid-rejected}).
 */
public interface UserRepository {

    /**
     * Stores a new user.
     *
     * <p>All fields come back as given, with an id and version 1 ({@code users.fields-round-trip}). Ids are never used
     * twice, not even after a deletion ({@code users.ids-never-reused}), and grow with each user of one client
     * ({@code users.ids-increase}). An address is unique by its
     * {@link EmailAddress#key()} ({@code users.email-unique-ignoring-case}), and a refused duplicate leaves the first
     * user as it was ({@code users.duplicate-keeps-existing}). Of several creations of one address at once exactly
     * one wins ({@code users.concurrent-duplicates-one-wins}).
     *
     * @return the user as stored
     * @throws EmailAlreadyExistsException if another user has the address
     */
    User create(NewUser user);

    /**
     * The user of that id; empty if there is none ({@code users.unknown-is-empty}).
     */
    Optional<User> findById(UserId id);

    /**
     * The user with that address in any case ({@code users.email-found-ignoring-case}), whatever the default locale
     * ({@code users.email-comparison-ignores-locale}); empty if there is none ({@code users.unknown-is-empty}).
     */
    Optional<User> findByEmail(EmailAddress email);

    /**
     * A page of all users, the newest first by {@link User#createdAt()}, those of one instant by id, the highest first
     * ({@code users.list-newest-first}). The pages joined are the whole list ({@code users.list-pages-complete}); a page past
     * the end is empty and still tells the right total ({@code users.list-past-the-end-empty}).
     */
    Page<User> findAll(PageRequest request);

    /**
     * Stores a changed user, if nobody else changed it since it was read.
     *
     * <p>The stored version grows by one ({@code users.update-raises-version}). Id, time of creation and creator stay as
     * they were stored, whatever is passed ({@code users.identity-immutable}). If the stored version is no longer
     * {@link User#version()}, nothing changes ({@code users.stale-update-rejected}), so that of concurrent updates none
     * is lost ({@code users.concurrent-updates-not-lost}). The spelling of one's own address may change its case
     * ({@code users.own-email-may-change-case}); another user's address is refused and nothing changes
     * ({@code users.taken-email-rejected-on-update}). An address given up is free for others
     * ({@code users.freed-email-reusable}).
     *
     * @param user the user as read, with its changes, {@link User#updatedAt()} among them
     * @return the user as stored
     * @throws UserNotFoundException if there is no such user; none is created ({@code users.update-missing-rejected})
     * @throws StaleVersionException if the stored version is another one
     * @throws EmailAlreadyExistsException if another user has the address
     */
    User update(User user);

    /**
     * Deletes a user with their credentials and one-time tokens, their posts with all comments on them, and their own
     * comments ({@code transactions.user-deletion-cascades}). The address is free again ({@code users.freed-email-reusable}).
     *
     * @return whether there was such a user ({@code users.delete-missing-is-false})
     */
    boolean delete(UserId id);

    /**
     * Deletes a user as {@link #delete(UserId)} does, if the stored version is still the given one
     * ({@code users.stale-delete-rejected}).
     *
     * @return whether there was such a user ({@code users.delete-missing-is-false})
     * @throws StaleVersionException if the stored version is another one; nothing is deleted
     */
    boolean delete(UserId id, long version);
}
