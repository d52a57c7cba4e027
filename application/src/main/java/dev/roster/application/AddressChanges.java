package dev.roster.application;

import dev.roster.application.port.AuditEvent;
import dev.roster.application.port.MessageId;
import dev.roster.application.port.OneTimeToken.Purpose;
import dev.roster.application.port.OutboxMessage.AddressChangedEmail;
import dev.roster.application.port.Storage;
import dev.roster.application.port.UnitOfWork;
import dev.roster.domain.InvalidValueException;
import dev.roster.domain.User;
import dev.roster.domain.UserId;
import java.time.Instant;

/**
 * What goes with another address. Whoever has the address has the account, so users who change their own give their
 * password again: a session left open somewhere is not enough.
 */
final class AddressChanges {

    private final Storage storage;
    private final PasswordChecks passwords;
    private final TokenMails tokenMails;

    AddressChanges(Storage storage, PasswordChecks passwords, TokenMails tokenMails) {
        this.storage = storage;
        this.passwords = passwords;
        this.tokenMails = tokenMails;
    }

    /** Whether the password was wanted and given; to be asked before the transaction, for a hash takes its time. */
    boolean proven(Caller caller, UserId id, UserUpdate update) {
        return caller.id().equals(id)
                && storage.users()
                        .findById(id)
                        .filter(self -> !self.email().sameAccountAs(update.email()))
                        .map(self -> passwords.proveAgain(
                                self, update.password().orElseThrow(AddressChanges::missing), caller.from()))
                        .isPresent();
    }

    /** To be called inside the transaction in which the address changed. */
    void changed(UnitOfWork unit, Caller caller, User before, User after, boolean proven) {
        if (caller.id().equals(after.id()) && !proven) {
            throw missing();
        }
        Instant now = after.updatedAt();
        // What was mailed to the old address would verify one that it was never sent to, or open the account.
        unit.oneTimeTokens().revoke(after.id(), Purpose.EMAIL_VERIFICATION, now);
        unit.oneTimeTokens().revoke(after.id(), Purpose.PASSWORD_RESET, now);
        tokenMails.verification(unit, after, now);
        unit.outbox()
                .append(new AddressChangedEmail(MessageId.random(), now, before.email(), after.name(), after.email()));
        unit.auditLog()
                .append(AuditEvent.by(caller.id(), AuditEvent.Type.EMAIL_CHANGED, after.id(), caller.from(), now));
    }

    private static InvalidValueException missing() {
        return new InvalidValueException("password", "is wanted to change the address");
    }
}
