package dev.roster.application.account;

import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.Credentials;
import dev.roster.application.port.security.LoginThrottle;
import dev.roster.application.port.security.LoginThrottle.Rejected;
import dev.roster.application.port.security.PasswordHash;
import dev.roster.application.port.security.PasswordHasher;
import dev.roster.application.port.security.PasswordHasherBusyException;
import dev.roster.application.port.storage.AuditEvent;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.StorageUnavailableException;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.Password;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Verifies passwords for all services: throttled, recorded in the audit log, and at the same cost whether or not the
 * account exists.
 */
final class PasswordAuthenticator {

    /**
     * Id without a user. It is looked up for unknown email addresses, so that they cost the same queries as known ones.
     */
    private static final UserId UNKNOWN_USER_ID = new UserId(UserId.MAX);

    private final Storage storage;
    private final PasswordHasher hasher;
    private final LoginThrottle throttle;
    private final InstantSource clock;

    PasswordAuthenticator(Storage storage, PasswordHasher hasher, LoginThrottle throttle, InstantSource clock) {
        this.storage = storage;
        this.hasher = hasher;
        this.throttle = throttle;
        this.clock = clock;
    }

    /**
     * The owner of a correct password.
     *
     * @param credentials the credentials that the password was verified against
     * @param hashOfTypedForm whether the hash is of an earlier version, which did not {@linkplain Password#normalize
     *     normalize} passwords, and needs renewal
     */
    record Authenticated(User user, Credentials credentials, boolean hashOfTypedForm) {}

    /**
     * Verifies a password of a client that is not authenticated.
     *
     * @param email as typed; need not be an email address
     * @param hint the login hint that the client has; if it is not for this account, the client is unknown
     * @throws TooManyAttemptsException if the attempt is throttled
     * @throws InvalidCredentialsException if the email address or the password is wrong
     */
    Authenticated authenticate(String email, String password, ClientAddress from, Optional<LoginHint> hint) {
        Optional<EmailAddress> address = EmailAddress.parse(email);
        // Only the holder of a signed hint causes queries before the throttle decides.
        boolean known = hint.isPresent()
                && find(address).credentials().filter(hint.get()::isFor).isPresent();
        return known
                ? verify(address, LoginCounters.ofHint(hint.get(), from), hasher.reserved(), password, from)
                : verify(address, LoginCounters.ofUnknownClient(email, from), hasher, password, from);
    }

    /** Verifies the password of a user who is already authenticated. */
    Authenticated reauthenticate(User user, String password, ClientAddress from) {
        LoginCounters counters = LoginCounters.ofCaller(user.email(), from);
        Authenticated proven = verify(Optional.of(user.email()), counters, hasher.reserved(), password, from);
        if (!proven.user().id().equals(user.id())) {
            throw new InvalidCredentialsException();
        }
        return proven;
    }

    private record Account(Optional<User> user, Optional<Credentials> credentials) {}

    private Authenticated verify(
            Optional<EmailAddress> address,
            LoginCounters counters,
            PasswordHasher capacity,
            String password,
            ClientAddress from) {
        if (counters.admit(throttle) instanceof Rejected refused) {
            if (refused.first()) {
                appendAuditEvent(AuditEvent.Type.THROTTLED, findUser(address), from);
            }
            throw new TooManyAttemptsException(refused.retryAfter());
        }
        Account account;
        boolean matches;
        boolean typedFormMatches = false;
        try {
            account = find(address);
            PasswordHash hash =
                    account.credentials().map(Credentials::passwordHash).orElseGet(hasher::decoy);
            String normalized = Password.normalize(password);
            matches = capacity.verify(normalized, hash);
            // The cost depends on the typed text only, not on the account.
            if (!matches && !normalized.equals(password)) {
                typedFormMatches = capacity.verify(password, hash);
            }
        } catch (PasswordHasherBusyException | StorageUnavailableException notTried) {
            counters.release(throttle);
            throw notTried;
        }
        if (!(matches || typedFormMatches)
                || account.user().isEmpty()
                || account.credentials().isEmpty()) {
            appendAuditEvent(AuditEvent.Type.SIGN_IN_FAILED, account.user(), from);
            throw new InvalidCredentialsException();
        }
        counters.clear(throttle);
        return new Authenticated(account.user().get(), account.credentials().get(), typedFormMatches);
    }

    private Account find(Optional<EmailAddress> address) {
        Optional<User> user = findUser(address);
        return new Account(
                user, storage.credentials().findByUserId(user.map(User::id).orElse(UNKNOWN_USER_ID)));
    }

    private Optional<User> findUser(Optional<EmailAddress> address) {
        return address.flatMap(storage.users()::findByEmail);
    }

    private void appendAuditEvent(AuditEvent.Type type, Optional<User> user, ClientAddress from) {
        storage.auditLog().append(AuditEvent.of(type, user.map(User::id), from, clock.instant()));
    }
}
