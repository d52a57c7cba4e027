package dev.roster.application.account;

import dev.roster.application.access.Caller;
import dev.roster.application.access.CallerSessions;
import dev.roster.application.access.Precondition;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.outbox.OutboxMessage.EmailChangedEmail;
import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.Credentials;
import dev.roster.application.port.security.OneTimeToken.Purpose;
import dev.roster.application.port.storage.AuditEvent;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.domain.InvalidValueException;
import dev.roster.domain.user.EmailAlreadyExistsException;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserUpdate;
import java.time.Instant;
import java.util.Optional;

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
    private final MailAdmission mails;

    EmailChanges(Storage storage, PasswordAuthenticator passwords, OneTimeTokenMailer tokenMails, MailAdmission mails) {
        this.storage = storage;
        this.passwords = passwords;
        this.tokenMails = tokenMails;
        this.mails = mails;
    }

    /**
     * What was checked before a change.
     *
     * @param changesEmail whether the update changes the email address: the caller may do so, and a mail may be sent
     * @param proven the credentials against which the user's own password was verified; empty for other callers
     * @param notice whether a notice to the previous email address may be sent
     */
    record Admission(boolean changesEmail, Optional<Credentials> proven, boolean notice) {
        private static final Admission SAME_EMAIL = new Admission(false, Optional.empty(), false);
    }

    /**
     * Verifies the password if it is required, and limits the mails. Call before the transaction: hashing is slow, and
     * the throttle may be remote.
     */
    Admission admit(Caller caller, UserId id, UserUpdate update, Precondition precondition) {
        Optional<User> changing =
                storage.users().findById(id).filter(user -> !user.email().sameAccountAs(update.email()));
        if (changing.isEmpty()) {
            return Admission.SAME_EMAIL;
        }
        Optional<Credentials> proven = Optional.empty();
        if (caller.id().equals(id)) {
            CallerSessions.requireCurrent(storage, caller);
            String password = update.password().orElseThrow(EmailChanges::passwordRequired);
            proven = Optional.of(passwords
                    .reauthenticate(changing.get(), password, caller.clientAddress())
                    .credentials());
            if (PasswordPolicy.isSpellingOf(update.email(), password)) {
                throw new InvalidValueException("email", "must not be the password of the account");
            }
        } else {
            // Checked again in the transaction of the change; here so that a rejected request counts no mail.
            storage.inTransaction(unit -> UserAccess.requireManageable(unit, caller, id, precondition));
        }
        if (storage.users().findByEmail(update.email()).isPresent()) {
            throw new EmailAlreadyExistsException(update.email());
        }
        mails.requireMail(update.email(), ClientAddress.UNKNOWN);
        // No mail with the new address, which is text of the user's, to a mailbox that may belong to another person.
        User user = changing.get();
        return new Admission(true, proven, user.verified() && mails.admitsNotice(user.email()));
    }

    /**
     * Invalidates tokens and appends mails and the audit event. Call inside the transaction that changed the email
     * address.
     */
    void afterChange(UnitOfWork unit, Caller caller, User before, User after, Admission admission) {
        if (caller.id().equals(after.id()) && !admission.changesEmail()) {
            throw passwordRequired();
        }
        admission.proven().ifPresent(proven -> requireUnchanged(unit, proven));
        Instant now = after.updatedAt();
        // Tokens mailed to the old email address must not verify the new one or reset the password.
        unit.oneTimeTokens().revoke(after.id(), Purpose.EMAIL_VERIFICATION, now);
        unit.oneTimeTokens().revoke(after.id(), Purpose.PASSWORD_RESET, now);
        tokenMails.mailVerificationToken(unit, after, now);
        if (admission.notice()) {
            unit.outbox()
                    .append(new EmailChangedEmail(
                            MessageId.random(), now, before.email(), before.name(), after.email()));
        }
        unit.auditLog().append(caller.event(AuditEvent.Type.EMAIL_CHANGED, after.id(), now));
    }

    /** Rejects a password that was replaced after it was verified. The user is locked, so it cannot be replaced now. */
    private static void requireUnchanged(UnitOfWork unit, Credentials proven) {
        boolean unchanged = unit.credentials()
                .findByUserId(proven.userId())
                .filter(current -> current.sessionEpoch() == proven.sessionEpoch())
                .isPresent();
        if (!unchanged) {
            throw new InvalidCredentialsException();
        }
    }

    private static InvalidValueException passwordRequired() {
        return new InvalidValueException("password", "is required to change the email address");
    }
}
