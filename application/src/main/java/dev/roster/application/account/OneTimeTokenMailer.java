package dev.roster.application.account;

import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.outbox.OutboxMessage.PasswordResetEmail;
import dev.roster.application.port.outbox.OutboxMessage.VerificationEmail;
import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.application.port.security.OneTimeToken;
import dev.roster.application.port.security.OneTimeToken.Purpose;
import dev.roster.application.port.security.TokenGenerator;
import dev.roster.application.port.security.TokenHash;
import dev.roster.application.port.storage.AuditEvent;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.User;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Creates one-time tokens and the mails that contain them, in one transaction. */
public final class OneTimeTokenMailer {

    /** How long a verification token is valid. */
    public static final Duration VERIFICATION_TTL = Duration.ofHours(24);

    /** How long a password reset token is valid. */
    public static final Duration RESET_TTL = Duration.ofHours(1);

    private final Storage storage;
    private final TokenGenerator secrets;
    private final InstantSource clock;

    /**
     * @param storage storage of users, tokens and mails; not closed by this object
     * @param secrets generates one-time tokens
     * @param clock clock for all timestamps
     */
    public OneTimeTokenMailer(Storage storage, TokenGenerator secrets, InstantSource clock) {
        this.storage = storage;
        this.secrets = secrets;
        this.clock = clock;
    }

    /**
     * Mails a password reset token, valid for one hour, to the user with an email address, whether or not the account
     * is claimed ({@code service.reset-token-mailed}). Earlier tokens stay valid, because a user who requests two mails
     * may use either. Has no effect if there is no such user ({@code service.reset-of-unknown-accepted}). No valid
     * token is mailed to an address that the user gives up at the same time ({@code service.old-email-gets-no-token}).
     *
     * @param from address of the client that requested the mail; recorded in the audit log
     */
    public void mailPasswordResetToken(EmailAddress email, ClientAddress from) {
        Instant now = clock.instant();
        Instant expiry = now.plus(RESET_TTL);
        storage.inTransaction(unit -> {
            Optional<User> user = lockOwner(unit, email);
            user.ifPresent(found -> unit.outbox()
                    .append(new PasswordResetEmail(
                            MessageId.random(),
                            now,
                            found.email(),
                            nameInMails(found),
                            createToken(unit, found, Purpose.PASSWORD_RESET, expiry),
                            expiry)));
            unit.auditLog().append(AuditEvent.of(AuditEvent.Type.RESET_REQUESTED, user.map(User::id), from, now));
            return user;
        });
    }

    /**
     * Mails another verification token to the user with an email address, unless it is verified; earlier tokens are
     * invalidated ({@code service.verification-resent}). Has no effect if there is no such user.
     */
    public void mailVerificationToken(EmailAddress email) {
        Instant now = clock.instant();
        storage.inTransaction(unit -> {
            Optional<User> user = lockOwner(unit, email).filter(found -> !found.verified());
            user.ifPresent(found -> {
                unit.oneTimeTokens().revoke(found.id(), Purpose.EMAIL_VERIFICATION, now);
                mailVerificationToken(unit, found, now);
            });
            return user;
        });
    }

    /** Mails a token that verifies the user's email address. Earlier tokens stay valid. */
    OneTimeSecret mailVerificationToken(UnitOfWork unit, User user, Instant now) {
        Instant expiry = now.plus(VERIFICATION_TTL);
        OneTimeSecret secret = createToken(unit, user, Purpose.EMAIL_VERIFICATION, expiry);
        unit.outbox()
                .append(new VerificationEmail(
                        MessageId.random(), now, user.email(), nameInMails(user), secret, expiry));
        return secret;
    }

    /**
     * Returns the name in mails to a user: empty until the email address is verified. Until then the mailbox may belong
     * to a stranger, and the name may be an advertisement with a link ({@code service.unverified-mails-without-name}).
     */
    static String nameInMails(User user) {
        return user.verified() ? user.name() : "";
    }

    /**
     * Returns the user with an email address and locks it, so that the address cannot change before the token is
     * stored: a change revokes the tokens that were mailed to the old address.
     */
    private static Optional<User> lockOwner(UnitOfWork unit, EmailAddress email) {
        return unit.users()
                .findByEmail(email)
                .flatMap(found -> unit.users().lock(found.id()))
                .filter(locked -> locked.email().sameAccountAs(email));
    }

    private OneTimeSecret createToken(UnitOfWork unit, User user, Purpose purpose, Instant expiresAt) {
        OneTimeSecret secret = secrets.generate();
        unit.oneTimeTokens().store(new OneTimeToken(TokenHash.of(secret), user.id(), purpose, expiresAt));
        return secret;
    }
}
