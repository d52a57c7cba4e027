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
import dev.roster.domain.user.UserId;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who is calling: passwords in, access tokens out, and access tokens back in. Safe for use by many threads. */
public final class AuthService {

    private static final Logger LOG = LoggerFactory.getLogger(AuthService.class);

    private final Storage storage;
    private final PasswordHasher hasher;
    private final PasswordAuthenticator passwords;
    private final AccessTokens tokens;
    private final InstantSource clock;

    /**
     * @param storage where users and credentials live; not closed here
     * @param hasher checks passwords
     * @param tokens makes and checks access tokens
     * @param throttle slows down who guesses passwords
     * @param clock tells when things happen
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
     * Logs a user in. Unknown addresses, accounts without a password and wrong passwords cost the same queries and the
     * same one hash computation as a right password, and fail alike ({@code auth.failures-indistinguishable}); after too many
     * failures all are refused alike, without a hash ({@code auth.throttling-indistinguishable}). A hash made with other parameters
     * than today's is renewed on the way, which leaves the user's version and sessions alone
     * ({@code auth.outdated-hash-renewed}). Each outcome is recorded ({@code auth.logins-recorded}).
     *
     * @param email as typed; need not be an address at all
     * @param password as typed
     * @throws InvalidCredentialsException if they do not belong together
     * @throws TooManyAttemptsException if there were too many failures before
     * @throws PasswordHasherBusyException if too many log in at once; that counts as no attempt
     */
    public Session logIn(String email, String password, ClientAddress from) {
        Authenticated proven = passwords.authenticate(email, password, from);
        Credentials credentials = proven.credentials();
        if (hasher.needsRenewal(credentials.passwordHash())) {
            renewHash(credentials, password);
        }
        UserId id = proven.user().id();
        storage.auditLog().append(AuditEvent.of(AuditEvent.Type.SIGNED_IN, Optional.of(id), from, clock.instant()));
        return new Session(proven.user(), tokens.issue(id, credentials.sessionEpoch()));
    }

    /** The same from nowhere that is known. */
    public Session logIn(String email, String password) {
        return logIn(email, password, ClientAddress.UNKNOWN);
    }

    /** The first access token of somebody who has just registered. */
    public AccessToken openSession(Registration registration) {
        return tokens.issue(registration.user().id(), registration.sessionEpoch());
    }

    /**
     * Tells who shows the token ({@code auth.token-identifies-caller}). Whether its session has ended is read from the
     * storage each time, so an end takes effect with the next request, on every node ({@code auth.ended-session-rejected}),
     * and so does a deletion ({@code auth.deleted-user-rejected}).
     *
     * @throws InvalidAccessTokenException if the token is not valid, or no longer
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
        return new Caller(claims.userId());
    }

    /** Ends all sessions of the caller, this one too ({@code auth.logout-ends-sessions}). */
    public void logOut(Caller caller) {
        UserId id = caller.id();
        storage.inTransaction(unit -> {
            unit.auditLog()
                    .append(AuditEvent.by(id, AuditEvent.Type.SIGNED_OUT, id, caller.clientAddress(), clock.instant()));
            return unit.credentials().endSessions(id);
        });
    }

    /** A renewal that fails is made up for by the next login, so it fails nobody's. */
    private void renewHash(Credentials credentials, String password) {
        try {
            PasswordHash renewed = hasher.hash(password);
            storage.credentials().renewHash(credentials.userId(), credentials.passwordHash(), renewed);
        } catch (PasswordHasherBusyException | StorageUnavailableException later) {
            LOG.info("password hash of user {} not renewed: {}", credentials.userId(), later.getMessage());
        }
    }
}
