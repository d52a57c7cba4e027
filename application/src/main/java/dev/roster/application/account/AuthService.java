package dev.roster.application.account;

import dev.roster.application.access.Caller;
import dev.roster.application.account.PasswordAuthenticator.Authenticated;
import dev.roster.application.port.security.AccessToken;
import dev.roster.application.port.security.AccessTokens;
import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.Credentials;
import dev.roster.application.port.security.InvalidAccessTokenException;
import dev.roster.application.port.security.LoginThrottle;
import dev.roster.application.port.security.PasswordHash;
import dev.roster.application.port.security.PasswordHasher;
import dev.roster.application.port.security.PasswordHasherBusyException;
import dev.roster.application.port.storage.AuditEvent;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.StorageUnavailableException;
import dev.roster.domain.user.Password;
import dev.roster.domain.user.UserId;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs users in and out, and authenticates callers by their access tokens. Safe for use by multiple threads. */
public final class AuthService {

    private static final Logger LOG = LoggerFactory.getLogger(AuthService.class);

    private final Storage storage;
    private final PasswordHasher hasher;
    private final PasswordAuthenticator passwords;
    private final AccessTokens tokens;
    private final InstantSource clock;

    /**
     * @param storage storage of users and credentials; not closed by this object
     * @param hasher verifies passwords
     * @param tokens issues and validates access tokens
     * @param throttle limits password guessing
     * @param clock clock for all timestamps
     */
    public AuthService(
            Storage storage, PasswordHasher hasher, AccessTokens tokens, LoginThrottle throttle, InstantSource clock) {
        this.storage = storage;
        this.hasher = hasher;
        this.passwords = new PasswordAuthenticator(storage, hasher, throttle, clock);
        this.tokens = tokens;
        this.clock = clock;
    }

    /**
     * Logs a user in and records the outcome ({@code auth.logins-recorded}).
     *
     * <p>Unknown email addresses, accounts without a password and wrong passwords cost the same queries and one hash
     * computation, like a correct password, and fail in the same way ({@code auth.failures-indistinguishable}). After
     * too many failures all of them are rejected in the same way, without hashing
     * ({@code auth.throttling-indistinguishable}). A hash with outdated parameters is renewed; the user's version and
     * sessions do not change ({@code auth.outdated-hash-renewed}).
     *
     * <p>Passwords are {@linkplain Password#normalize normalized}, so all spellings of one password are equal ({@code
     * auth.password-spellings-equal}). A hash of an earlier version, which did not normalize, accepts the spelling that
     * it was created from, and is renewed ({@code auth.typed-password-hash-renewed}).
     *
     * <p>Failures count for the account and the client together; those of all clients count for the account with a
     * higher limit ({@code auth.clients-counted-apart}). A rejected attempt does not count for its client
     * ({@code auth.rejected-attempts-not-counted}). A client whose hint is of an earlier login to the account is
     * not shut out by the failures of other clients ({@code auth.known-client-not-shut-out}), but by its own. A hint is
     * revoked with the sessions of the account ({@code auth.hint-revoked-with-sessions}).
     *
     * @param email as typed; need not be an email address
     * @param password as typed
     * @param hint the {@link Session#loginHint()} of an earlier login; empty if there is none
     * @throws InvalidCredentialsException if the email address or the password is wrong
     * @throws TooManyAttemptsException if there were too many failures
     * @throws PasswordHasherBusyException if too many logins run at once; not counted as an attempt ({@code
     *     auth.busy-hasher-not-counted})
     */
    public Session logIn(String email, String password, ClientAddress from, Optional<String> hint) {
        Authenticated proven =
                passwords.authenticate(email, password, from, hint.flatMap(sent -> LoginHint.parse(sent, tokens)));
        Credentials credentials = proven.credentials();
        if (proven.hashOfTypedForm() || hasher.needsRenewal(credentials.passwordHash())) {
            renewHash(credentials, Password.normalize(password));
        }
        UserId id = proven.user().id();
        storage.auditLog().append(AuditEvent.of(AuditEvent.Type.SIGNED_IN, Optional.of(id), from, clock.instant()));
        long epoch = credentials.sessionEpoch();
        return new Session(proven.user(), tokens.issue(id, epoch), tokens.issueLoginHint(id, epoch));
    }

    /** Same, without a hint. */
    public Session logIn(String email, String password, ClientAddress from) {
        return logIn(email, password, from, Optional.empty());
    }

    /** Same, with an unknown client address. */
    public Session logIn(String email, String password) {
        return logIn(email, password, ClientAddress.UNKNOWN);
    }

    /** Returns the first login hint of a user who has just registered. */
    public AccessToken issueLoginHint(Registration registration) {
        return tokens.issueLoginHint(registration.user().id(), registration.sessionEpoch());
    }

    /** Returns the first access token of a user who has just registered. */
    public AccessToken openSession(Registration registration) {
        return tokens.issue(registration.user().id(), registration.sessionEpoch());
    }

    /**
     * Returns the caller that a token belongs to ({@code auth.token-identifies-caller}). The session epoch is read from
     * the storage each time, so the end of a session takes effect on all nodes with the next request
     * ({@code auth.ended-session-rejected}), and so does a deletion ({@code auth.deleted-user-rejected}).
     *
     * @throws InvalidAccessTokenException if the token is invalid, or its session has ended
     */
    public Caller authenticate(String token) {
        AccessTokens.Claims claims = tokens.validate(token);
        boolean current = storage.credentials()
                .findByUserId(claims.userId())
                .filter(credentials -> credentials.sessionEpoch() == claims.sessionEpoch())
                .isPresent();
        if (!current) {
            throw new InvalidAccessTokenException("the session has ended");
        }
        return Caller.ofSession(claims.userId(), claims.sessionEpoch());
    }

    /**
     * Ends all sessions of the caller, including the current one ({@code auth.logout-ends-sessions}). Afterwards
     * nothing is changed on behalf of a caller that was authenticated before ({@code
     * auth.ended-session-changes-nothing}).
     */
    public void logOut(Caller caller) {
        UserId id = caller.id();
        storage.inTransaction(unit -> {
            // Waits for changes that were authorized by a session that ends here.
            unit.users().lock(id);
            unit.auditLog().append(caller.event(AuditEvent.Type.SIGNED_OUT, id, clock.instant()));
            return unit.credentials().endSessions(id);
        });
    }

    /** Renews a hash. A failure does not fail the login: the next login tries again. */
    private void renewHash(Credentials credentials, String password) {
        try {
            PasswordHash renewed = hasher.hash(password);
            storage.credentials().renewHash(credentials.userId(), credentials.passwordHash(), renewed);
        } catch (PasswordHasherBusyException | StorageUnavailableException later) {
            LOG.info("password hash of user {} not renewed: {}", credentials.userId(), later.getMessage());
        }
    }
}
