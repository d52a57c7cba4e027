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
import java.time.Instant;

/**
 * What goes with another address. Whoever has the address has the account, so users who change their own give their
 * password again: a session left open somewhere is not enough.
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

    /** Whether the password was wanted and given; to be asked before the transaction, for a hash takes its time. */
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

    /** To be called inside the transaction in which the address changed. */
    void afterChange(UnitOfWork unit, Caller caller, User before, User after, boolean proven) {
        if (caller.id().equals(after.id()) && !proven) {
            throw passwordRequired();
        }
        Instant now = after.updatedAt();
        // What was mailed to the old address would verify one that it was never sent to, or open the account.
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
        return new InvalidValueException("password", "is wanted to change the address");
    }
}
