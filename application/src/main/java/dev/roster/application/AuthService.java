package dev.roster.application;

import dev.roster.application.port.AccessToken;
import dev.roster.application.port.AccessTokens;
import dev.roster.application.port.Credentials;
import dev.roster.application.port.InvalidAccessTokenException;
import dev.roster.application.port.PasswordHash;
import dev.roster.application.port.PasswordHasher;
import dev.roster.application.port.PasswordHasherBusyException;
import dev.roster.application.port.Storage;
import dev.roster.application.port.StorageUnavailableException;
import dev.roster.domain.EmailAddress;
import dev.roster.domain.User;
import dev.roster.domain.UserId;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who is calling: passwords in, access tokens out, and access tokens back in. */
public final class AuthService {

    private static final Logger LOG = LoggerFactory.getLogger(AuthService.class);

    /** Nobody's id, looked up for unknown addresses so that they cost the same queries as known ones. */
    private static final UserId NOBODY = new UserId(UserId.MAX);

    private final Storage storage;
    private final PasswordHasher hasher;
    private final AccessTokens tokens;

    /**
     * @param storage where users and credentials live; not closed here
     * @param hasher checks passwords
     * @param tokens makes and checks access tokens
     */
    public AuthService(Storage storage, PasswordHasher hasher, AccessTokens tokens) {
        this.storage = storage;
        this.hasher = hasher;
        this.tokens = tokens;
    }

    /**
     * Logs a user in. Unknown addresses, accounts without a password and wrong passwords cost the same queries and the
     * same one hash computation as a right password, and fail alike ({@code auth.failures-alike}). A hash made with
     * other parameters than today's is renewed on the way, which leaves the user's version and sessions alone
     * ({@code auth.old-hash-renewed}).
     *
     * @param email as typed; need not be an address at all
     * @param password as typed
     * @throws InvalidCredentialsException if they do not belong together
     * @throws PasswordHasherBusyException if too many log in at once
     */
    public Session logIn(String email, String password) {
        Optional<User> user = EmailAddress.parse(email).flatMap(storage.users()::findByEmail);
        Optional<Credentials> credentials =
                storage.credentials().findByUserId(user.map(User::id).orElse(NOBODY));
        PasswordHash hash = credentials.map(Credentials::passwordHash).orElseGet(hasher::decoy);
        boolean matches = hasher.verify(password, hash);
        if (!matches || user.isEmpty() || credentials.isEmpty()) {
            throw new InvalidCredentialsException();
        }
        if (hasher.needsRenewal(hash)) {
            renew(credentials.get(), password);
        }
        return new Session(
                user.get(), tokens.issue(user.get().id(), credentials.get().sessionEpoch()));
    }

    /** The first access token of somebody who has just registered. */
    public AccessToken openSession(Registration registration) {
        return tokens.issue(registration.user().id(), registration.sessionEpoch());
    }

    /**
     * Tells who shows the token ({@code auth.token-opens-session}). Whether its session has ended is read from the
     * storage each time, so an end takes effect with the next request, on every node ({@code auth.ended-session-refused}),
     * and so does a deletion ({@code auth.deleted-user-refused}).
     *
     * @throws InvalidAccessTokenException if the token is not valid, or no longer
     */
    public Caller authenticate(String token) {
        AccessTokens.Claims claims = tokens.check(token);
        boolean current = storage.credentials()
                .findByUserId(claims.userId())
                .filter(credentials -> credentials.sessionEpoch() == claims.sessionEpoch())
                .isPresent();
        if (!current) {
            throw new InvalidAccessTokenException("the session has ended");
        }
        return new Caller(claims.userId());
    }

    /** A renewal that fails is made up for by the next login, so it fails nobody's. */
    private void renew(Credentials credentials, String password) {
        try {
            PasswordHash renewed = hasher.hash(password);
            storage.credentials().renewHash(credentials.userId(), credentials.passwordHash(), renewed);
        } catch (PasswordHasherBusyException | StorageUnavailableException later) {
            LOG.info("password hash of user {} not renewed: {}", credentials.userId(), later.getMessage());
        }
    }
}
