package dev.roster.application.account;

import dev.roster.application.access.Admins;
import dev.roster.application.access.Caller;
import dev.roster.application.access.CallerSessions;
import dev.roster.application.access.RegistrationClosedException;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.outbox.OutboxMessage.WelcomeNotification;
import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.Credentials;
import dev.roster.application.port.security.LoginThrottle;
import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.application.port.security.PasswordHash;
import dev.roster.application.port.security.PasswordHasher;
import dev.roster.application.port.security.PasswordHasherBusyException;
import dev.roster.application.port.storage.AuditEvent;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.post.PostInput;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.EmailAlreadyExistsException;
import dev.roster.domain.user.NewUser;
import dev.roster.domain.user.Password;
import dev.roster.domain.user.User;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Creates accounts: registrations, and accounts that a user creates for others. */
record NewAccounts(
        Storage storage,
        PasswordHasher hasher,
        PasswordPolicy policy,
        LoginThrottle throttle,
        MailAdmission mails,
        OneTimeTokenMailer mailer,
        InstantSource clock,
        boolean open) {

    /** Returns the same, for admins only. */
    NewAccounts closed() {
        return new NewAccounts(storage, hasher, policy, throttle, mails, mailer, clock, false);
    }

    /** See {@link UserService#registerUser(EmailAddress, Password, String, ClientAddress)}. */
    Registration register(EmailAddress email, Password password, String name, ClientAddress from) {
        // First of all, so that the response reveals nothing and costs nothing.
        if (!open) {
            throw new RegistrationClosedException();
        }
        policy.require(password, email);
        ClientLimit.REGISTRATION.require(throttle, from);
        Instant now = clock.instant();
        NewUser newUser = new NewUser(email, name, "", null, now);
        // Hashing is expensive, so reject a taken email address first; the unique key decides in the end.
        if (storage.users().findByEmail(email).isPresent()) {
            throw new EmailAlreadyExistsException(email);
        }
        mails.requireMail(email, ClientAddress.UNKNOWN);
        try {
            PasswordHash hash = hasher.hash(password.value());
            return storage.inTransaction(unit -> {
                User user = unit.users().create(newUser);
                Credentials credentials = unit.credentials().setPassword(user.id(), hash);
                OneTimeSecret secret = mailer.mailVerificationToken(unit, user, now);
                unit.outbox().append(new WelcomeNotification(MessageId.random(), now, user.id(), user.name()));
                unit.auditLog().append(AuditEvent.of(AuditEvent.Type.REGISTERED, Optional.of(user.id()), from, now));
                return new Registration(user, secret, credentials.sessionEpoch());
            });
        } catch (PasswordHasherBusyException | EmailAlreadyExistsException notRegistered) {
            mails.releaseMail(email);
            throw notRegistered;
        }
    }

    /** See {@link UserService#createUser(Caller, EmailAddress, String, List)}. */
    User create(Caller caller, EmailAddress email, String name, List<PostInput> firstPosts) {
        Instant now = clock.instant();
        NewUser newUser = new NewUser(email, name, "", caller.id(), now);
        return storage.inTransaction(unit -> {
            CallerSessions.requireCurrent(unit, caller);
            if (!open && !Admins.isAdmin(unit, caller)) {
                throw new RegistrationClosedException();
            }
            User user = unit.users().create(newUser);
            firstPosts.forEach(draft -> unit.posts().create(draft.toNewPost(user.id(), now)));
            unit.auditLog().append(caller.event(AuditEvent.Type.USER_CREATED, user.id(), now));
            return user;
        });
    }
}
