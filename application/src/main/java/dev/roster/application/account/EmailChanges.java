package dev.roster.application.account;

import dev.roster.application.access.Caller;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.outbox.OutboxMessage.EmailChangedEmail;
import dev.roster.application.port.security.OneTimeToken.Purpose;
import dev.roster.application.port.storage.AuditEvent;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.domain.InvalidValueException;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserUpdate;
import java.time.Instant;

/**
 * Applies a change of the email address to tokens, mails and the audit log.
 *
 * <p>Access to the mailbox gives access to the account, so users must enter their password to change their own email
 * address: an open session is not enough.
 */
final class EmailChanges {

    private final Storage storage;
    private final PasswordAuthenticator passwords;
    private final OneTimeTokenMailer tokenMails;

    EmailChanges(Storage storage, PasswordAuthenticator passwords, OneTimeTokenMailer tokenMails) {
        this.storage = storage;
        this.passwords = passwords;
        this.tokenMails = tokenMails;
    }

    /** Returns whether the password was required and correct. Call before the transaction, because hashing is slow. */
    boolean verifyPassword(Caller caller, UserId id, UserUpdate update) {
        return caller.id().equals(id)
                && storage.users()
                        .findById(id)
                        .filter(self -> !self.email().sameAccountAs(update.email()))
                        .map(self -> passwords.reauthenticate(
                                self,
                                update.password().orElseThrow(EmailChanges::passwordRequired),
                                caller.clientAddress()))
                        .isPresent();
    }

    /**
     * Invalidates tokens and appends mails and the audit event. Call inside the transaction that changed the email
     * address.
     */
    void afterChange(UnitOfWork unit, Caller caller, User before, User after, boolean proven) {
        if (caller.id().equals(after.id()) && !proven) {
            throw passwordRequired();
        }
        Instant now = after.updatedAt();
        // Tokens mailed to the old email address must not verify the new one or reset the password.
        unit.oneTimeTokens().revoke(after.id(), Purpose.EMAIL_VERIFICATION, now);
        unit.oneTimeTokens().revoke(after.id(), Purpose.PASSWORD_RESET, now);
        tokenMails.mailVerificationToken(unit, after, now);
        unit.outbox()
                .append(new EmailChangedEmail(MessageId.random(), now, before.email(), after.name(), after.email()));
        unit.auditLog()
                .append(AuditEvent.by(
                        caller.id(), AuditEvent.Type.EMAIL_CHANGED, after.id(), caller.clientAddress(), now));
    }

    private static InvalidValueException passwordRequired() {
        return new InvalidValueException("password", "is required to change the email address");
    }
}
