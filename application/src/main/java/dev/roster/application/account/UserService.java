package dev.roster.application.account;

import dev.roster.application.access.Admins;
import dev.roster.application.access.Caller;
import dev.roster.application.access.NotAllowedException;
import dev.roster.application.access.OptimisticRetry;
import dev.roster.application.access.Precondition;
import dev.roster.application.access.PreconditionFailedException;
import dev.roster.application.access.Revision;
import dev.roster.application.access.Viewer;
import dev.roster.application.port.cache.UserCache;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.outbox.OutboxMessage.ProfileUpdatedNotification;
import dev.roster.application.port.outbox.OutboxMessage.WelcomeNotification;
import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.Credentials;
import dev.roster.application.port.security.LoginThrottle;
import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.application.port.security.OneTimeToken.Purpose;
import dev.roster.application.port.security.PasswordHash;
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
import dev.roster.domain.user.NewUser;
import dev.roster.domain.user.Password;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The user accounts: who has one, and who may change it.
 *
 * <p>A user may be changed or deleted by themselves, by an admin, and, while the account has no password, by whoever
 * created it ({@code service.changeable-by-managers-only}); anyone else gets {@link NotAllowedException}. A
 * {@link Precondition} is asked after that, and nothing changes if it does not hold
 * ({@code service.failed-precondition-changes-nothing}). Of two changes without one, the later wins whole
 * ({@code service.last-writer-wins}).
 */
public final class UserService {

    /** How long a verification token is good for. */
    public static final Duration VERIFICATION_TTL = OneTimeTokenMailer.VERIFICATION_TTL;

    /** How long a token to set a new password is good for. */
    public static final Duration RESET_TTL = OneTimeTokenMailer.RESET_TTL;

    private final Storage storage;
    private final CachedUsers cached;
    private final PasswordHasher hasher;
    private final OneTimeTokenMailer tokenMails;
    private final EmailChanges emailChanges;
    private final InstantSource clock;

    /**
     * @param storage where users live; not closed here
     * @param cache where they are read from first; {@link UserCache#NONE} if there is none
     * @param hasher hashes the passwords of new users
     * @param secrets makes one-time tokens
     * @param throttle slows down who guesses passwords
     * @param clock tells when things happen
     */
    public UserService(
            Storage storage,
            UserCache cache,
            PasswordHasher hasher,
            TokenGenerator secrets,
            LoginThrottle throttle,
            InstantSource clock) {
        this.storage = storage;
        this.cached = new CachedUsers(storage, cache);
        this.hasher = hasher;
        this.tokenMails = new OneTimeTokenMailer(secrets);
        this.emailChanges =
                new EmailChanges(storage, new PasswordAuthenticator(storage, hasher, throttle, clock), tokenMails);
        this.clock = clock;
    }

    /**
     * Opens an account for whoever asks, and stores user, credentials and the hash of a verification token together with
     * the verification mail and the welcome notification, or none of it ({@code service.registration-atomic}).
     *
     * @throws EmailAlreadyExistsException if the address is taken; nothing is created or sent
     *     ({@code service.duplicate-registration-creates-nothing})
     * @throws dev.roster.domain.InvalidValueException if the name breaks its rule
     */
    public Registration registerUser(EmailAddress email, Password password, String name, ClientAddress from) {
        Instant now = clock.instant();
        NewUser newUser = new NewUser(email, name, "", null, now);
        // Hashing costs most, so an address known to be taken is refused before it; the unique key decides in the end.
        if (storage.users().findByEmail(email).isPresent()) {
            throw new EmailAlreadyExistsException(email);
        }
        PasswordHash hash = hasher.hash(password.value());
        return storage.inTransaction(unit -> {
            User user = unit.users().create(newUser);
            Credentials credentials = unit.credentials().setPassword(user.id(), hash);
            OneTimeSecret secret = tokenMails.mailVerificationToken(unit, user, now);
            unit.outbox().append(new WelcomeNotification(MessageId.random(), now, user.id(), user.name()));
            unit.auditLog().append(AuditEvent.of(AuditEvent.Type.REGISTERED, Optional.of(user.id()), from, now));
            return new Registration(user, secret, credentials.sessionEpoch());
        });
    }

    /** The same from nowhere that is known. */
    public Registration registerUser(EmailAddress email, Password password, String name) {
        return registerUser(email, password, name, ClientAddress.UNKNOWN);
    }

    /**
     * Creates an account without a password on somebody's behalf ({@code service.created-account-unclaimed}).
     *
     * @throws EmailAlreadyExistsException if the address is taken
     * @throws dev.roster.domain.InvalidValueException if the name breaks its rule
     */
    public User createUser(Caller caller, EmailAddress email, String name) {
        return storage.users().create(new NewUser(email, name, "", caller.id(), clock.instant()));
    }

    /**
     * Creates such an account together with the user's first posts, or none of it
     * ({@code service.creation-with-posts-atomic}).
     *
     * @param firstPosts in the order in which they are created
     * @throws EmailAlreadyExistsException if the address is taken
     * @throws dev.roster.domain.InvalidValueException if a value breaks its rule
     */
    public User createUser(Caller caller, EmailAddress email, String name, List<PostInput> firstPosts) {
        Instant now = clock.instant();
        NewUser newUser = new NewUser(email, name, "", caller.id(), now);
        return storage.inTransaction(unit -> {
            User user = unit.users().create(newUser);
            firstPosts.forEach(draft -> unit.posts().create(draft.toNewPost(user.id(), now)));
            return user;
        });
    }

    /**
     * A user, for use inside the service; {@link #viewUser} is for showing one. Read through the cache: a hit costs the
     * storage nothing ({@code caching.hit-avoids-storage}), of many who miss at once one reads the storage
     * ({@code caching.concurrent-misses-load-once}), and what was changed or deleted is seen by the next read on every node
     * ({@code caching.change-visible-on-all-nodes}, {@code caching.deletion-visible-on-all-nodes}); of changes on several nodes the
     * last stays ({@code caching.last-change-visible-on-all-nodes}), and what the cache did not hear of the relay makes up for
     * ({@code caching.relay-repairs-cache}).
     *
     * @throws UserNotFoundException if there is none
     */
    public User getUser(UserId id) {
        return cached.find(id).orElseThrow(() -> new UserNotFoundException(id));
    }

    /** The user with that address in any case, for use inside the service. */
    public Optional<User> findUser(EmailAddress email) {
        return storage.users().findByEmail(email);
    }

    /**
     * As much of a user as the viewer may see: all of it if signed in, the public profile if not
     * ({@code service.anonymous-sees-public-profile}).
     *
     * @throws UserNotFoundException if there is none
     */
    public UserView viewUser(Viewer viewer, UserId id) {
        return UserView.of(getUser(id), viewer);
    }

    /** A page of all users, the newest first. */
    public Page<User> listUsers(Caller caller, PageRequest request) {
        return storage.users().findAll(request);
    }

    /**
     * Replaces all that may be changed of a user. Another address makes the user unverified, and the tokens that were
     * mailed to the old one of no use ({@code service.new-email-unverified}); the new address is sent a verification
     * mail, the old one is told ({@code service.email-change-mailed-to-both}). Users who change their own address have to
     * give their password again ({@code service.email-change-requires-password}).
     *
     * @throws UserNotFoundException if there is none
     * @throws dev.roster.domain.InvalidValueException for the field {@code password} if it is wanted and not given
     * @throws InvalidCredentialsException if it is another one
     * @throws TooManyAttemptsException if it failed too often
     * @throws NotAllowedException if the caller may not
     * @throws PreconditionFailedException if the precondition does not hold
     * @throws EmailAlreadyExistsException if another user has the address
     */
    public User updateUser(Caller caller, UserId id, UserUpdate update, Precondition precondition) {
        boolean proven = emailChanges.verifyPassword(caller, id, update);
        return cached.change(
                id,
                () -> OptimisticRetry.inTransaction(storage, unit -> {
                    User current = requireManageable(unit, caller, id, precondition);
                    User updated = storeChange(unit, current, update::applyTo);
                    if (!updated.email().sameAccountAs(current.email())) {
                        emailChanges.afterChange(unit, caller, current, updated, proven);
                    }
                    return updated;
                }));
    }

    /**
     * Changes parts of a profile, and tells so by one notification ({@code service.profile-update-notifies-once}). An
     * update that changes nothing stores nothing and tells nobody.
     *
     * @throws UserNotFoundException if there is none
     * @throws NotAllowedException if the caller may not
     * @throws PreconditionFailedException if the precondition does not hold
     */
    public User updateProfile(Caller caller, UserId id, ProfileUpdate update, Precondition precondition) {
        return cached.change(
                id,
                () -> OptimisticRetry.inTransaction(storage, unit -> {
                    User current = requireManageable(unit, caller, id, precondition);
                    User updated = storeChange(unit, current, update::applyTo);
                    if (updated.version() != current.version()) {
                        unit.outbox()
                                .append(new ProfileUpdatedNotification(
                                        MessageId.random(), updated.updatedAt(), updated.id(), updated.name()));
                    }
                    return updated;
                }));
    }

    /**
     * Deletes a user and all that is theirs ({@code service.deleted-not-found}).
     *
     * @throws UserNotFoundException if there is none
     * @throws NotAllowedException if the caller may not
     * @throws PreconditionFailedException if the precondition does not hold
     */
    public void deleteUser(Caller caller, UserId id, Precondition precondition) {
        cached.delete(
                id,
                () -> OptimisticRetry.inTransaction(storage, unit -> {
                    User current = requireManageable(unit, caller, id, precondition);
                    if (!unit.users().delete(id, current.version())) {
                        throw new UserNotFoundException(id);
                    }
                    Instant now = clock.instant();
                    cached.appendDeletion(unit, current, now);
                    unit.auditLog()
                            .append(AuditEvent.by(
                                    caller.id(), AuditEvent.Type.USER_DELETED, id, caller.clientAddress(), now));
                    return current;
                }));
    }

    /**
     * Mails whoever has that address, claimed account or not, a token to set a new password, good for an hour
     * ({@code service.reset-token-mailed}). Succeeds alike if nobody has it ({@code service.reset-of-unknown-accepted}).
     *
     * @param from where the mail was asked for from, for the record
     */
    public void mailPasswordResetToken(EmailAddress email, ClientAddress from) {
        Instant now = clock.instant();
        storage.inTransaction(unit -> {
            Optional<User> user = unit.users().findByEmail(email);
            user.ifPresent(found -> tokenMails.mailPasswordResetToken(unit, found, now));
            unit.auditLog().append(AuditEvent.of(AuditEvent.Type.RESET_REQUESTED, user.map(User::id), from, now));
            return user;
        });
    }

    /**
     * Mails whoever has that address another token to verify it, unless they have; older ones stop working
     * ({@code service.verification-resent}). Succeeds alike if nobody has it.
     */
    public void mailVerificationToken(EmailAddress email) {
        Instant now = clock.instant();
        storage.inTransaction(unit -> {
            Optional<User> user = unit.users().findByEmail(email).filter(found -> !found.verified());
            user.ifPresent(found -> {
                unit.oneTimeTokens().revoke(found.id(), Purpose.EMAIL_VERIFICATION, now);
                tokenMails.mailVerificationToken(unit, found, now);
            });
            return user;
        });
    }

    private User requireManageable(UnitOfWork unit, Caller caller, UserId id, Precondition precondition) {
        User user = unit.users().findById(id).orElseThrow(() -> new UserNotFoundException(id));
        if (!mayManage(unit, caller, user)) {
            throw new NotAllowedException("user " + caller.id() + " may not change user " + id);
        }
        if (!precondition.holds(Revision.of(user))) {
            throw new PreconditionFailedException("user " + id);
        }
        return user;
    }

    private static boolean mayManage(UnitOfWork unit, Caller caller, User user) {
        if (caller.id().equals(user.id())) {
            return true;
        }
        if (caller.id().equals(user.createdBy())
                && unit.credentials().findByUserId(user.id()).isEmpty()) {
            return true;
        }
        return Admins.isAdmin(unit, caller);
    }

    private User storeChange(UnitOfWork unit, User current, UnaryOperator<User> change) {
        User changed = change.apply(current);
        if (changed.equals(current)) {
            return current;
        }
        User stored = unit.users().update(changed.withUpdatedAt(clock.instant()));
        cached.appendInvalidation(unit, stored, stored.updatedAt());
        return stored;
    }
}
