package dev.roster.application.account;

import dev.roster.application.access.Caller;
import dev.roster.application.access.NotAllowedException;
import dev.roster.application.access.OptimisticRetry;
import dev.roster.application.access.Precondition;
import dev.roster.application.access.PreconditionFailedException;
import dev.roster.application.access.RegistrationClosedException;
import dev.roster.application.access.Viewer;
import dev.roster.application.port.cache.UserCache;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.outbox.OutboxMessage.ProfileUpdatedNotification;
import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.LoginThrottle;
import dev.roster.application.port.security.PasswordBlocklist;
import dev.roster.application.port.security.PasswordHasher;
import dev.roster.application.port.security.TokenGenerator;
import dev.roster.application.port.storage.AuditEvent;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.application.post.PostInput;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.EmailAlreadyExistsException;
import dev.roster.domain.user.Password;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import dev.roster.domain.user.UserUpdate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Manages user accounts, and decides which callers may change them.
 *
 * <p>A user may be changed or deleted by the user, by an admin and, while the account has no password, by its creator
 * ({@code service.changeable-by-managers-only}); other callers get {@link NotAllowedException}. Changes and deletions
 * by others than the user are recorded in the audit log ({@code service.changes-by-others-recorded}). These rights hold
 * until the change is stored, whatever happens at the same time: a creator cannot change the email address of an
 * account that is being claimed ({@code service.claim-ends-rights-of-creator}), and a password does not prove a change
 * after a reset has replaced it ({@code service.replaced-password-proves-nothing}), nor does an admin role that was
 * revoked ({@code service.revoked-admin-changes-nothing}). A {@link Precondition} is evaluated after that check, and
 * nothing changes if it does not hold ({@code service.failed-precondition-changes-nothing}). Of two concurrent changes
 * without a precondition, the later one replaces the earlier one completely ({@code service.last-writer-wins}). Safe
 * for use by multiple threads.
 */
public final class UserService {

    private final Storage storage;
    private final CachedUsers cached;
    private final NewAccounts newAccounts;
    private final EmailChanges emailChanges;
    private final InstantSource clock;

    /**
     * @param storage storage of users; not closed by this object
     * @param cache cache that users are read through; {@link UserCache#NONE} if there is none
     * @param hasher hashes the passwords of new users
     * @param secrets generates one-time tokens
     * @param throttle limits password guessing and mails
     * @param clock clock for all timestamps
     */
    public UserService(
            Storage storage,
            UserCache cache,
            PasswordHasher hasher,
            TokenGenerator secrets,
            LoginThrottle throttle,
            InstantSource clock) {
        this(storage, cache, hasher, PasswordBlocklist.NONE, secrets, throttle, clock);
    }

    /** Same, with passwords that new users may not choose. */
    public UserService(
            Storage storage,
            UserCache cache,
            PasswordHasher hasher,
            PasswordBlocklist blocked,
            TokenGenerator secrets,
            LoginThrottle throttle,
            InstantSource clock) {
        this.storage = storage;
        this.cached = new CachedUsers(storage, cache);
        MailAdmission mails = new MailAdmission(throttle);
        OneTimeTokenMailer mailer = new OneTimeTokenMailer(storage, secrets, clock);
        PasswordPolicy policy = new PasswordPolicy(blocked);
        this.newAccounts = new NewAccounts(storage, hasher, policy, throttle, mails, mailer, clock, true);
        this.emailChanges =
                new EmailChanges(storage, new PasswordAuthenticator(storage, hasher, throttle, clock), mailer, mails);
        this.clock = clock;
    }

    private UserService(
            Storage storage,
            CachedUsers cached,
            NewAccounts newAccounts,
            EmailChanges emailChanges,
            InstantSource clock) {
        this.storage = storage;
        this.cached = cached;
        this.newAccounts = newAccounts;
        this.emailChanges = emailChanges;
        this.clock = clock;
    }

    /**
     * Returns the same service with registration closed: only admins create accounts, other callers get
     * {@link RegistrationClosedException}. Existing accounts, also unclaimed ones, work as before.
     */
    public UserService withRegistrationClosed() {
        return new UserService(storage, cached, newAccounts.closed(), emailChanges, clock);
    }

    /**
     * Registers a user. User, credentials, the hash of a verification token, the verification mail and the welcome
     * notification are stored atomically ({@code service.registration-atomic}).
     *
     * @throws RegistrationClosedException if registration is closed
     * @throws EmailAlreadyExistsException if the email address is taken; nothing is created or sent
     *     ({@code service.duplicate-registration-creates-nothing})
     * @throws TooManyAttemptsException if there were too many mails to this mailbox; nothing is created or sent
     *     ({@code service.registration-mails-limited})
     * @throws TooManyAttemptsException if the client has made too many requests ({@code account.clients-limited})
     * @throws dev.roster.domain.InvalidValueException if the name is invalid, or if the password is a spelling of the
     *     email address ({@code account.own-email-refused-as-password}) or blocked
     *     ({@code account.blocked-passwords-refused})
     */
    public Registration registerUser(EmailAddress email, Password password, String name, ClientAddress from) {
        return newAccounts.register(email, password, name, from);
    }

    /** Same, with an unknown client address. */
    public Registration registerUser(EmailAddress email, Password password, String name) {
        return registerUser(email, password, name, ClientAddress.UNKNOWN);
    }

    /**
     * Creates an account without a password on behalf of its future owner ({@code service.created-account-unclaimed}).
     * The creator is recorded ({@code service.created-account-recorded}).
     *
     * @throws RegistrationClosedException if registration is closed and the caller is not an admin
     * @throws EmailAlreadyExistsException if the email address is taken
     * @throws dev.roster.domain.InvalidValueException if the name is invalid
     */
    public User createUser(Caller caller, EmailAddress email, String name) {
        return createUser(caller, email, name, List.of());
    }

    /**
     * Creates such an account and the user's first posts atomically ({@code service.creation-with-posts-atomic}).
     *
     * @param firstPosts the posts in the order of creation
     * @throws RegistrationClosedException if registration is closed and the caller is not an admin
     * @throws EmailAlreadyExistsException if the email address is taken
     * @throws dev.roster.domain.InvalidValueException if a value is invalid
     */
    public User createUser(Caller caller, EmailAddress email, String name, List<PostInput> firstPosts) {
        return newAccounts.create(caller, email, name, firstPosts);
    }

    /**
     * Returns a user, for internal use; use {@link #viewUser} to show a user to a caller.
     *
     * <p>Reads through the cache. A hit does not access the storage ({@code caching.hit-avoids-storage}). Concurrent
     * misses share one load ({@code caching.concurrent-misses-load-once}). A change or deletion is visible to the next
     * read on all nodes ({@code caching.change-visible-on-all-nodes}, {@code caching.deletion-visible-on-all-nodes}).
     * After changes on several nodes, the last one is visible ({@code caching.last-change-visible-on-all-nodes}). If
     * the cache missed a change, the relay repairs it ({@code caching.relay-repairs-cache}).
     *
     * @throws UserNotFoundException if there is no such user
     */
    public User getUser(UserId id) {
        return cached.find(id).orElseThrow(() -> new UserNotFoundException(id));
    }

    /**
     * Returns the part of a user that the viewer may see: everything for callers that may change the user
     * ({@code service.email-visible-to-managers-only}), the public profile for other callers and for anonymous viewers
     * ({@code service.anonymous-sees-public-profile}).
     *
     * @throws UserNotFoundException if there is no such user
     */
    public UserView viewUser(Viewer viewer, UserId id) {
        User user = getUser(id);
        boolean complete = viewer instanceof Caller caller && UserAccess.isManager(storage, caller, user);
        return complete ? new UserView.Complete(user) : UserView.publicProfile(user);
    }

    /** Returns one page of all users, newest first, each as the caller may see it. */
    public Page<UserView> listUsers(Caller caller, PageRequest request) {
        Page<User> page = storage.users().findAll(request);
        Set<UserId> managed = UserAccess.findManaged(storage, caller, page.items());
        return page.map(
                user -> managed.contains(user.id()) ? new UserView.Complete(user) : UserView.publicProfile(user));
    }

    /**
     * Replaces all changeable fields of a user. A new email address makes the user unverified and invalidates the
     * tokens mailed to the old one ({@code service.new-email-unverified}); a verification mail is sent to the new email
     * address and a notice to the old one if it was verified ({@code service.email-change-mailed-to-both}). Both are
     * limited for each mailbox ({@code service.email-change-mails-limited}): after too many mails to the new one
     * nothing changes, and after several notices to the old one no further notice is sent for some time. Users must
     * enter their password to change their own email address ({@code service.email-change-requires-password}).
     *
     * @throws UserNotFoundException if there is no such user
     * @throws dev.roster.domain.InvalidValueException for the field {@code password} if it is required but missing; for
     *     the field {@code email} if the new email address is the password of the user
     *     ({@code account.own-email-refused-as-password})
     * @throws InvalidCredentialsException if the password is wrong
     * @throws TooManyAttemptsException if there were too many failures, or too many mails to the new mailbox
     * @throws NotAllowedException if the caller may not change this user
     * @throws PreconditionFailedException if the precondition does not hold
     * @throws EmailAlreadyExistsException if another user has the email address
     */
    public User updateUser(Caller caller, UserId id, UserUpdate update, Precondition precondition) {
        EmailChanges.Admission admission = emailChanges.admit(caller, id, update, precondition);
        return change(caller, id, precondition, (unit, current) -> {
            User updated = cached.update(unit, current, update.applyTo(current), clock.instant());
            if (!updated.email().sameAccountAs(current.email())) {
                emailChanges.afterChange(unit, caller, current, updated, admission);
            }
            recordChangeByOther(unit, caller, current, updated);
            return updated;
        });
    }

    /**
     * Changes parts of a profile and sends one notification ({@code service.profile-update-notifies-once}). An update
     * without a difference stores nothing and sends no notification.
     *
     * @throws UserNotFoundException if there is no such user
     * @throws NotAllowedException if the caller may not change this user
     * @throws PreconditionFailedException if the precondition does not hold
     */
    public User updateProfile(Caller caller, UserId id, ProfileUpdate update, Precondition precondition) {
        return change(caller, id, precondition, (unit, current) -> {
            User updated = cached.update(unit, current, update.applyTo(current), clock.instant());
            if (updated.version() != current.version()) {
                unit.outbox()
                        .append(new ProfileUpdatedNotification(
                                MessageId.random(), updated.updatedAt(), updated.id(), updated.name()));
            }
            recordChangeByOther(unit, caller, current, updated);
            return updated;
        });
    }

    /**
     * Deletes a user with all posts, comments and credentials ({@code service.deleted-not-found}).
     *
     * @throws UserNotFoundException if there is no such user
     * @throws NotAllowedException if the caller may not delete this user
     * @throws PreconditionFailedException if the precondition does not hold
     */
    public void deleteUser(Caller caller, UserId id, Precondition precondition) {
        cached.delete(
                id,
                () -> OptimisticRetry.inTransaction(storage, unit -> {
                    User current = UserAccess.requireManageable(unit, caller, id, precondition);
                    if (!unit.users().delete(id, current.version())) {
                        throw new UserNotFoundException(id);
                    }
                    Instant now = clock.instant();
                    cached.appendDeletion(unit, current, now);
                    unit.auditLog().append(caller.event(AuditEvent.Type.USER_DELETED, id, now));
                    return current;
                }));
    }

    private static void recordChangeByOther(UnitOfWork unit, Caller caller, User before, User after) {
        boolean changed = !after.name().equals(before.name()) || !after.bio().equals(before.bio());
        if (changed && !caller.id().equals(after.id())) {
            unit.auditLog().append(caller.event(AuditEvent.Type.PROFILE_CHANGED, after.id(), after.updatedAt()));
        }
    }

    private User change(
            Caller caller, UserId id, Precondition precondition, BiFunction<UnitOfWork, User, User> change) {
        return cached.change(
                id,
                () -> OptimisticRetry.inTransaction(
                        storage,
                        unit -> change.apply(unit, UserAccess.requireManageable(unit, caller, id, precondition))));
    }
}
