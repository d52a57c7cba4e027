package dev.roster.application.account;

import dev.roster.application.access.Caller;
import dev.roster.application.access.OptimisticRetry;
import dev.roster.application.account.PasswordAuthenticator.Authenticated;
import dev.roster.application.port.cache.UserCache;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.outbox.OutboxMessage.PasswordChangedEmail;
import dev.roster.application.port.outbox.OutboxMessage.PasswordResetRequest;
import dev.roster.application.port.outbox.OutboxMessage.VerificationRequest;
import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.Credentials;
import dev.roster.application.port.security.LoginThrottle;
import dev.roster.application.port.security.LoginThrottle.Admitted;
import dev.roster.application.port.security.LoginThrottle.Decision;
import dev.roster.application.port.security.LoginThrottle.Rejected;
import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.application.port.security.OneTimeToken.Purpose;
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
import java.util.Optional;

/**
 * What the owner of an account does about it with a secret: the token of a mail, or the password. Each change is stored
 * together with its mail and its audit event, or not at all. Safe for use by many threads.
 */
public final class AccountService {

    private final Storage storage;
    private final CachedUsers cached;
    private final PasswordHasher hasher;
    private final LoginThrottle throttle;
    private final PasswordAuthenticator passwords;
    private final InstantSource clock;

    /**
     * @param storage where users and tokens live; not closed here
     * @param cache is told of changes; {@link UserCache#NONE} if there is none
     * @param hasher hashes new passwords and checks old ones
     * @param throttle slows down who guesses passwords
     * @param clock tells when things happen
     */
    public AccountService(
            Storage storage, UserCache cache, PasswordHasher hasher, LoginThrottle throttle, InstantSource clock) {
        this.storage = storage;
        this.cached = new CachedUsers(storage, cache);
        this.hasher = hasher;
        this.throttle = throttle;
        this.passwords = new PasswordAuthenticator(storage, hasher, throttle, clock);
        this.clock = clock;
    }

    /**
     * Verifies the address that the token was mailed to ({@code account.verification-token-single-use}).
     *
     * @param token as it stood in the mail
     * @return the user, verified
     * @throws InvalidOneTimeTokenException if the token does not exist, was used, or has expired
     *     ({@code account.verification-token-expires})
     */
    public User verifyEmail(String token, ClientAddress from) {
        Instant now = clock.instant();
        User verified = OptimisticRetry.inTransaction(storage, unit -> {
            User user = consumeToken(unit, token, Purpose.EMAIL_VERIFICATION, now);
            unit.oneTimeTokens().revoke(user.id(), Purpose.EMAIL_VERIFICATION, now);
            unit.auditLog().append(AuditEvent.of(AuditEvent.Type.EMAIL_VERIFIED, Optional.of(user.id()), from, now));
            if (user.verified()) {
                return user;
            }
            User stored = unit.users().update(user.withVerified(true).withUpdatedAt(now));
            cached.appendInvalidation(unit, stored, now);
            return stored;
        });
        cached.refresh(verified);
        return verified;
    }

    /**
     * Asks for a mail that lets the owner of the address set a new password. Known or not, verified or not, all addresses
     * cost and look the same here ({@code account.reset-request-reveals-nothing}); the relay does the rest, by
     * {@link UserService#mailPasswordResetToken}. An address that is asked for too often gets no mail for a while, so that
     * nobody's mailbox is flooded ({@code account.mails-limited}).
     *
     * @param email as typed; nothing happens if it is no address
     */
    public void requestPasswordReset(String email, ClientAddress from) {
        EmailAddress.parse(email)
                .filter(to -> admitMail(to, from) instanceof Admitted)
                .ifPresent(to -> storage.outbox()
                        .append(new PasswordResetRequest(MessageId.random(), clock.instant(), to, from)));
    }

    /**
     * Asks for another verification mail to the caller's own address, if it is not verified; the relay does the rest, by
     * {@link UserService#mailVerificationToken}.
     *
     * @throws UserNotFoundException if the caller is gone
     * @throws TooManyAttemptsException if it was asked for too often ({@code account.mails-limited})
     */
    public void requestVerification(Caller caller) {
        EmailAddress to = findCaller(caller).email();
        if (admitMail(to, caller.clientAddress()) instanceof Rejected refused) {
            throw new TooManyAttemptsException(refused.retryAfter());
        }
        storage.outbox().append(new VerificationRequest(MessageId.random(), clock.instant(), to));
    }

    /** Mails that are asked for count as failed logins do, for an account of their own. */
    private Decision admitMail(EmailAddress to, ClientAddress from) {
        return throttle.admit("mail to " + to.key(), from);
    }

    private User findCaller(Caller caller) {
        UserId id = caller.id();
        return storage.users().findById(id).orElseThrow(() -> new UserNotFoundException(id));
    }

    /**
     * Sets a new password, which claims an account that had none ({@code account.reset-claims-account}). The token
     * works once, for an hour ({@code account.reset-token-single-use}, {@code account.reset-token-expires}), others of its kind no
     * more either; all sessions end ({@code account.reset-ends-sessions}), the throttle forgets the account's failures
     * ({@code account.reset-clears-throttle}), and a mail tells the owner ({@code account.password-change-mailed}).
     *
     * @param token as it stood in the mail
     * @throws InvalidOneTimeTokenException if the token does not exist, was used, or has expired
     * @throws dev.roster.application.port.security.PasswordHasherBusyException if too many hash at once; the token still works
     */
    public void resetPassword(String token, Password password, ClientAddress from) {
        PasswordHash hash = hasher.hash(password.value());
        Instant now = clock.instant();
        User user = storage.inTransaction(unit -> {
            User owner = consumeToken(unit, token, Purpose.PASSWORD_RESET, now);
            unit.credentials().setPassword(owner.id(), hash);
            appendPasswordChangedEmail(unit, owner, now);
            unit.auditLog().append(AuditEvent.of(AuditEvent.Type.PASSWORD_RESET, Optional.of(owner.id()), from, now));
            return owner;
        });
        throttle.clear(user.email().key());
    }

    /**
     * Sets a new password by the current one. All sessions end, the caller's too
     * ({@code account.password-change-ends-sessions}), tokens to reset the password are of no use any more, and a mail
     * tells the owner ({@code account.password-change-mailed}). A wrong current password counts as a failed login
     * ({@code account.password-change-throttled}).
     *
     * @param current as typed
     * @throws InvalidCredentialsException if the current password is another one, or was changed at the same time
     * @throws TooManyAttemptsException if it failed too often
     * @throws UserNotFoundException if the caller is gone
     */
    public void changePassword(Caller caller, String current, Password changed) {
        UserId id = caller.id();
        Authenticated proven = passwords.reauthenticate(findCaller(caller), current, caller.clientAddress());
        PasswordHash hash = hasher.hash(changed.value());
        Instant now = clock.instant();
        storage.inTransaction(unit -> {
            Credentials set = unit.credentials().setPassword(id, hash);
            // Whoever set another one since then may have done so because this one is known to others.
            if (set.sessionEpoch() != proven.credentials().sessionEpoch() + 1) {
                throw new InvalidCredentialsException();
            }
            appendPasswordChangedEmail(unit, proven.user(), now);
            unit.auditLog()
                    .append(AuditEvent.by(id, AuditEvent.Type.PASSWORD_CHANGED, id, caller.clientAddress(), now));
            return set;
        });
    }

    private static User consumeToken(UnitOfWork unit, String token, Purpose purpose, Instant now) {
        return unit.oneTimeTokens()
                .consume(TokenHash.of(new OneTimeSecret(token)), purpose, now)
                .flatMap(unit.users()::findById)
                .orElseThrow(InvalidOneTimeTokenException::new);
    }

    private static void appendPasswordChangedEmail(UnitOfWork unit, User user, Instant now) {
        unit.oneTimeTokens().revoke(user.id(), Purpose.PASSWORD_RESET, now);
        unit.outbox().append(new PasswordChangedEmail(MessageId.random(), now, user.email(), user.name()));
    }
}
