package dev.roster.application.account;

import dev.roster.application.access.Caller;
import dev.roster.application.access.CallerSessions;
import dev.roster.application.access.OptimisticRetry;
import dev.roster.application.account.PasswordAuthenticator.Authenticated;
import dev.roster.application.port.cache.UserCache;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.outbox.OutboxMessage;
import dev.roster.application.port.outbox.OutboxMessage.PasswordChangedEmail;
import dev.roster.application.port.outbox.OutboxMessage.PasswordResetRequest;
import dev.roster.application.port.outbox.OutboxMessage.VerificationRequest;
import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.Credentials;
import dev.roster.application.port.security.LoginThrottle;
import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.application.port.security.OneTimeToken.Purpose;
import dev.roster.application.port.security.PasswordBlocklist;
import dev.roster.application.port.security.PasswordHash;
import dev.roster.application.port.security.PasswordHasher;
import dev.roster.application.port.security.TokenHash;
import dev.roster.application.port.storage.AuditEvent;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.Password;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Account operations that require a secret: a token from a mail, or the password. Each change is stored atomically with
 * its mail and its audit event. Safe for use by multiple threads.
 */
public final class AccountService {

    private final Storage storage;
    private final CachedUsers cached;
    private final PasswordHasher hasher;
    private final PasswordPolicy policy;
    private final LoginThrottle throttle;
    private final MailAdmission mails;
    private final PasswordAuthenticator passwords;
    private final InstantSource clock;

    /**
     * @param storage storage of users and tokens; not closed by this object
     * @param cache cache to invalidate; {@link UserCache#NONE} if there is none
     * @param hasher hashes and verifies passwords
     * @param throttle limits password guessing
     * @param clock clock for all timestamps
     */
    public AccountService(
            Storage storage, UserCache cache, PasswordHasher hasher, LoginThrottle throttle, InstantSource clock) {
        this(storage, cache, hasher, PasswordBlocklist.NONE, throttle, clock);
    }

    /** Same, with passwords that users may not choose. */
    public AccountService(
            Storage storage,
            UserCache cache,
            PasswordHasher hasher,
            PasswordBlocklist blocked,
            LoginThrottle throttle,
            InstantSource clock) {
        this.storage = storage;
        this.cached = new CachedUsers(storage, cache);
        this.hasher = hasher;
        this.policy = new PasswordPolicy(blocked);
        this.throttle = throttle;
        this.mails = new MailAdmission(throttle);
        this.passwords = new PasswordAuthenticator(storage, hasher, throttle, clock);
        this.clock = clock;
    }

    /**
     * Verifies the email address that the token was mailed to ({@code account.verification-token-single-use}). Other
     * verification tokens of the user end ({@code account.verification-ends-other-tokens}).
     *
     * @param token the token from the mail
     * @return the verified user
     * @throws InvalidOneTimeTokenException if the token does not exist, was used, or has expired
     *     ({@code account.verification-token-expires})
     * @throws TooManyAttemptsException if the client has made too many requests ({@code account.clients-limited})
     */
    public User verifyEmail(String token, ClientAddress from) {
        ClientLimit.EMAIL_CONFIRMATION.require(throttle, from);
        Instant now = clock.instant();
        User verified = OptimisticRetry.inTransaction(storage, unit -> {
            User user = TokenOwner.consume(unit, token, Purpose.EMAIL_VERIFICATION, now);
            unit.oneTimeTokens().revoke(user.id(), Purpose.EMAIL_VERIFICATION, now);
            unit.auditLog().append(AuditEvent.of(AuditEvent.Type.EMAIL_VERIFIED, Optional.of(user.id()), from, now));
            return cached.update(unit, user, user.withVerified(true), now);
        });
        cached.refresh(verified);
        return verified;
    }

    /**
     * Returns the user whose email address a token would verify, so that the holder of the mailbox can decide. Does not
     * consume the token ({@code account.verification-names-account}).
     *
     * @param token the token from the mail
     * @throws InvalidOneTimeTokenException if the token does not exist, was used, or has expired
     */
    public User findByVerificationToken(String token) {
        return findByToken(token, Purpose.EMAIL_VERIFICATION);
    }

    /**
     * Returns the user whose password a token would set, so that a page can name the account. Does not consume the
     * token ({@code account.reset-token-names-account}).
     *
     * @param token the token from the mail
     * @throws InvalidOneTimeTokenException if the token does not exist, was used, or has expired
     */
    public User findByResetToken(String token) {
        return findByToken(token, Purpose.PASSWORD_RESET);
    }

    private User findByToken(String token, Purpose purpose) {
        return storage.oneTimeTokens()
                .find(TokenHash.of(new OneTimeSecret(token)), purpose, clock.instant())
                .flatMap(storage.users()::findById)
                .orElseThrow(InvalidOneTimeTokenException::new);
    }

    /**
     * Deletes an account that was created with the email address of another person, who got the verification mail: with
     * its sessions, password, posts and comments ({@code account.disowned-account-deleted}). The email address can be
     * used again. A verified account is never deleted, because verification invalidates the tokens.
     *
     * @param token the token from the mail
     * @throws InvalidOneTimeTokenException if the token does not exist, was used, or has expired
     */
    public void disown(String token, ClientAddress from) {
        User deleted = OptimisticRetry.inTransaction(storage, unit -> {
            Instant now = clock.instant();
            User user = TokenOwner.consume(unit, token, Purpose.EMAIL_VERIFICATION, now);
            if (user.verified() || !unit.users().delete(user.id(), user.version())) {
                throw new InvalidOneTimeTokenException();
            }
            cached.appendDeletion(unit, user, now);
            unit.auditLog().append(AuditEvent.of(AuditEvent.Type.USER_DELETED, Optional.of(user.id()), from, now));
            return user;
        });
        cached.delete(deleted.id(), () -> {});
    }

    /**
     * Requests a mail that allows the owner of the email address to set a new password. Known, unknown, verified and
     * unverified addresses cost and look the same ({@code account.reset-request-reveals-nothing}); the relay later
     * calls {@link OneTimeTokenMailer#mailPasswordResetToken}. Too many requests for one email address send no mail for
     * some time, so that its mailbox is not flooded ({@code account.mails-limited}). No failed login counts as a
     * request ({@code account.counters-independent}).
     *
     * @param email as typed; ignored if it is not an email address
     * @throws TooManyAttemptsException if the client has made too many requests ({@code account.clients-limited})
     */
    public void requestPasswordReset(String email, ClientAddress from) {
        ClientLimit.RESET_REQUEST.require(throttle, from);
        appendIfAdmitted(email, from, to -> new PasswordResetRequest(MessageId.random(), clock.instant(), to, from));
    }

    /**
     * Requests another verification mail to the caller's email address, unless it is verified; the relay later calls
     * {@link OneTimeTokenMailer#mailVerificationToken}.
     *
     * @throws UserNotFoundException if the caller was deleted
     * @throws TooManyAttemptsException if there were too many requests ({@code account.mails-limited})
     */
    public void requestVerification(Caller caller) {
        CallerSessions.requireCurrent(storage, caller);
        ClientLimit.VERIFICATION_REQUEST.require(throttle, caller.clientAddress());
        EmailAddress to = findCaller(caller).email();
        mails.requireMail(to, caller.clientAddress());
        storage.outbox().append(new VerificationRequest(MessageId.random(), clock.instant(), to));
    }

    /**
     * Requests another verification mail for a caller who is not logged in, such as the holder of an expired link. Known,
     * unknown, verified and unverified addresses cost and look the same
     * ({@code account.verification-request-reveals-nothing}); the relay later calls
     * {@link OneTimeTokenMailer#mailVerificationToken}. Too many requests for one email address send no mail for some
     * time ({@code account.mails-limited}).
     *
     * @param email as typed; ignored if it is not an email address
     * @throws TooManyAttemptsException if the client has made too many requests ({@code account.clients-limited})
     */
    public void requestVerification(String email, ClientAddress from) {
        ClientLimit.VERIFICATION_REQUEST.require(throttle, from);
        appendIfAdmitted(email, from, to -> new VerificationRequest(MessageId.random(), clock.instant(), to));
    }

    /** Does the same for each email address, so that a response does not reveal whether it belongs to a user. */
    private void appendIfAdmitted(String email, ClientAddress from, Function<EmailAddress, OutboxMessage> request) {
        EmailAddress.parse(email)
                .filter(to -> mails.admitsMail(to, from))
                .map(request)
                .ifPresent(message -> storage.outbox().append(message));
    }

    private User findCaller(Caller caller) {
        UserId id = caller.id();
        return storage.users().findById(id).orElseThrow(() -> new UserNotFoundException(id));
    }

    /**
     * Sets a new password with a mailed token; claims an account that had no password
     * ({@code account.reset-claims-account}). The token works once, for one hour
     * ({@code account.reset-token-single-use}, {@code account.reset-token-expires}); the user's other reset tokens are
     * invalidated. Nothing is hashed for an invalid token ({@code account.invalid-token-hashes-nothing}). All sessions
     * end ({@code account.reset-ends-sessions}), the throttle clears the failures of the account and this client
     * ({@code account.reset-clears-throttle}), and a mail informs the owner ({@code account.password-change-mailed}).
     *
     * @param token the token from the mail
     * @throws InvalidOneTimeTokenException if the token does not exist, was used, or has expired
     * @throws TooManyAttemptsException if the client has made too many requests ({@code account.clients-limited})
     * @throws dev.roster.domain.InvalidValueException if the password is a spelling of the email address
     *     ({@code account.own-email-refused-as-password}) or blocked ({@code account.blocked-passwords-refused}); the
     *     token stays valid
     * @throws dev.roster.application.port.security.PasswordHasherBusyException if too many passwords are being hashed;
     *     the token stays valid
     */
    public void resetPassword(String token, Password password, ClientAddress from) {
        ClientLimit.RESET_CONFIRMATION.require(throttle, from);
        TokenHash sent = TokenHash.of(new OneTimeSecret(token));
        if (storage.oneTimeTokens()
                .find(sent, Purpose.PASSWORD_RESET, clock.instant())
                .isEmpty()) {
            throw new InvalidOneTimeTokenException();
        }
        // The holder of a mailed token is a known client.
        PasswordHash hash = hasher.reserved().hash(password.value());
        Instant now = clock.instant();
        User user = storage.inTransaction(unit -> {
            User owner = TokenOwner.consume(unit, token, Purpose.PASSWORD_RESET, now);
            policy.require(password, owner.email());
            unit.credentials().setPassword(owner.id(), hash);
            unit.oneTimeTokens().revoke(owner.id(), Purpose.PASSWORD_RESET, now);
            // Not limited: the mail with the token was.
            appendPasswordChangedEmail(unit, owner, now);
            unit.auditLog().append(AuditEvent.of(AuditEvent.Type.PASSWORD_RESET, Optional.of(owner.id()), from, now));
            return owner;
        });
        for (ClientAddress client : List.of(from, ClientAddress.UNKNOWN)) {
            LoginCounters.ofUnknownClient(user.email().value(), client).clear(throttle);
        }
    }

    /**
     * Replaces the current password with a new one. All sessions end, including the caller's
     * ({@code account.password-change-ends-sessions}), password reset tokens are invalidated, and a mail informs the
     * owner ({@code account.password-change-mailed}), unless there were several such mails shortly before
     * ({@code account.notices-limited}). A wrong current password counts as a failed login
     * ({@code account.password-change-throttled}).
     *
     * @param current the current password as typed
     * @throws InvalidCredentialsException if the current password is wrong, or was changed concurrently, or all sessions
     *     were ended concurrently
     * @throws TooManyAttemptsException if there were too many failures
     * @throws dev.roster.domain.InvalidValueException if the new password is a spelling of the email address
     *     ({@code account.own-email-refused-as-password}) or blocked ({@code account.blocked-passwords-refused})
     * @throws UserNotFoundException if the caller was deleted
     */
    public void changePassword(Caller caller, String current, Password changed) {
        UserId id = caller.id();
        CallerSessions.requireCurrent(storage, caller);
        User user = findCaller(caller);
        policy.require(changed, user.email());
        Authenticated proven = passwords.reauthenticate(user, current, caller.clientAddress());
        PasswordHash hash = hasher.reserved().hash(changed.value());
        boolean notice = mails.admitsNotice(proven.user().email());
        Instant now = clock.instant();
        storage.inTransaction(unit -> {
            User owner = unit.users().lock(id).orElseThrow(() -> new UserNotFoundException(id));
            Credentials set = unit.credentials().setPassword(id, hash);
            // A concurrent change may have replaced the password because it was compromised; keep that change.
            if (set.sessionEpoch() != proven.credentials().sessionEpoch() + 1) {
                throw new InvalidCredentialsException();
            }
            unit.oneTimeTokens().revoke(id, Purpose.PASSWORD_RESET, now);
            if (notice) {
                appendPasswordChangedEmail(unit, owner, now);
            }
            unit.auditLog().append(caller.event(AuditEvent.Type.PASSWORD_CHANGED, id, now));
            return set;
        });
    }

    private static void appendPasswordChangedEmail(UnitOfWork unit, User user, Instant now) {
        unit.outbox()
                .append(new PasswordChangedEmail(
                        MessageId.random(), now, user.email(), OneTimeTokenMailer.nameInMails(user)));
    }
}
