package dev.roster.testkit.contract.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.roster.application.access.Caller;
import dev.roster.application.account.AuthService;
import dev.roster.application.account.InvalidCredentialsException;
import dev.roster.application.account.InvalidOneTimeTokenException;
import dev.roster.application.account.Session;
import dev.roster.application.account.TooManyAttemptsException;
import dev.roster.application.account.UserService;
import dev.roster.application.port.cache.UserCache;
import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.LoginThrottle;
import dev.roster.application.port.security.PasswordHash;
import dev.roster.application.port.security.PasswordHasher;
import dev.roster.application.port.security.PasswordHasherBusyException;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.EmailAlreadyExistsException;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.Required;
import dev.roster.testkit.data.Unique;
import dev.roster.testkit.fake.InMemoryAccessTokens;
import dev.roster.testkit.fake.InMemoryEmailService.Kind;
import dev.roster.testkit.fake.forwarding.ForwardingPasswordHasher;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Clauses on the limits of {@link AuthService} and the other account services for clients. */
abstract class UserServiceThrottlingContract extends UserServicePart {

    /** More than the services admit of any kind in a minute. */
    private static final int FLOOD = 1_000;

    private void failFrom(ClientAddress client, User user) {
        for (int i = 0; i < LoginThrottle.FAILURES_BEFORE_PAUSE; i++) {
            assertThatThrownBy(() -> auth.logIn(user.email().value(), "wrong horse", client))
                    .isInstanceOf(InvalidCredentialsException.class);
        }
        assertThrottled(user, client, Optional.empty());
    }

    /** Fails as many logins from different clients as pause the account for all unknown clients. */
    private void pauseForUnknownClients(User user) {
        int clients = 0;
        while (failsUnpaused(Unique.clientAddress(), user)) {
            clients++;
            assertThat(clients).as("clients that fail until the account pauses").isLessThan(100);
        }
    }

    /** Fails logins of one client, fewer than pause the client; returns false if the account is paused. */
    private boolean failsUnpaused(ClientAddress client, User user) {
        for (int i = 1; i < LoginThrottle.FAILURES_BEFORE_PAUSE; i++) {
            Throwable failure = catchThrowable(() -> auth.logIn(user.email().value(), "wrong horse", client));
            if (failure instanceof TooManyAttemptsException) {
                return false;
            }
            assertThat(failure).isInstanceOf(InvalidCredentialsException.class);
        }
        return true;
    }

    private void assertThrottled(User user, ClientAddress client, Optional<String> hint) {
        assertThatExceptionOfType(TooManyAttemptsException.class)
                .isThrownBy(() -> auth.logIn(user.email().value(), PASSWORD.value(), client, hint));
    }

    private String hintOf(User user) {
        return auth.logIn(user.email().value(), PASSWORD.value(), Unique.clientAddress())
                .loginHint()
                .value();
    }

    /**
     * Given a client whose logins to an account failed until it is paused. When another client logs in to the account.
     * Then it succeeds, until the failures of many clients pause the account for all that are unknown.
     */
    @Clause(
            value = "auth.clients-counted-apart",
            promise = "Failed logins of one client do not pause an account for others, until many clients fail.")
    void countsClientsApart() {
        User user = register();
        failFrom(Unique.clientAddress(), user);

        Session session = Required.call(
                "a login from another client",
                () -> auth.logIn(user.email().value(), PASSWORD.value(), Unique.clientAddress()));
        assertThat(session.user()).isEqualTo(user);
        pauseForUnknownClients(user);
        assertThrottled(user, Unique.clientAddress(), Optional.empty());
    }

    /**
     * Given an account that is paused for all unknown clients. When one of them tries logins, which are rejected, and
     * the pause ends with a login of its owner. Then the client has as many attempts as if it had tried none.
     */
    @Clause(
            value = "auth.rejected-attempts-not-counted",
            promise = "A login attempt that is rejected because others failed does not count for its client.")
    void doesNotCountRejectedAttempts() {
        User user = register();
        ClientAddress client = Unique.clientAddress();
        pauseForUnknownClients(user);
        for (int i = 0; i < LoginThrottle.FAILURES_BEFORE_PAUSE; i++) {
            assertThrottled(user, client, Optional.empty());
        }
        clock.advance(Duration.ofSeconds(1));
        Required.call(
                "a login after the pause",
                () -> auth.logIn(user.email().value(), PASSWORD.value(), Unique.clientAddress()));

        assertThat(failsUnpaused(client, user))
                .as("the client fails as often as any other before a pause")
                .isTrue();
        Required.call("a login of the client", () -> auth.logIn(user.email().value(), PASSWORD.value(), client));
    }

    /**
     * Given a hasher that has no capacity. When a client tries logins and registrations again and again, and the hasher
     * has capacity later. Then the client can fail as many logins as before, and the registration succeeds.
     */
    @Clause(
            value = "auth.busy-hasher-not-counted",
            promise = "A login or registration that fails because too many passwords are being hashed counts "
                    + "neither as a failure nor as a mail.")
    void doesNotCountAttemptsAtBusyHasher() {
        User user = register();
        EmailAddress fresh = Unique.emailAddress();
        ClientAddress client = Unique.clientAddress();
        LoginThrottle guard = contract().decorated(throttle);
        PasswordHasher busy = busyHasher();
        AuthService busyAuth =
                new AuthService(client(), busy, new InMemoryAccessTokens(Duration.ofHours(1), clock), guard, clock);
        UserService busyUsers = new UserService(client(), UserCache.NONE, busy, secrets, guard, clock);

        for (int i = 0; i <= LoginThrottle.FAILURES_BEFORE_PAUSE; i++) {
            assertThatExceptionOfType(PasswordHasherBusyException.class)
                    .isThrownBy(() -> busyAuth.logIn(user.email().value(), PASSWORD.value(), client));
            assertThatExceptionOfType(PasswordHasherBusyException.class)
                    .isThrownBy(() -> busyUsers.registerUser(fresh, PASSWORD, "Ann", client));
        }

        assertThat(failsUnpaused(client, user))
                .as("the client fails as often as any other before a pause")
                .isTrue();
        Required.call("a registration", () -> users.registerUser(fresh, PASSWORD, "Ann", client));
    }

    private PasswordHasher busyHasher() {
        return new ForwardingPasswordHasher(hasher) {
            @Override
            public PasswordHash hash(String password) {
                throw new PasswordHasherBusyException(Duration.ofSeconds(1));
            }

            @Override
            public boolean verify(String password, PasswordHash hash) {
                throw new PasswordHasherBusyException(Duration.ofSeconds(1));
            }
        };
    }

    /**
     * Given an account that is paused for unknown clients. When a client with a hint of an earlier login logs in, or an
     * authenticated caller changes the password. Then it succeeds. Forged hints, and hints of other accounts, do not
     * help, and a client with a hint is paused by its own failures.
     */
    @Clause(
            value = "auth.known-client-not-shut-out",
            promise = "A client with a hint of an earlier login logs in to an account that is paused for "
                    + "unknown clients.")
    void doesNotShutOutKnownClients() {
        User user = register();
        User other = register();
        Optional<String> hint = Optional.of(hintOf(user));
        Optional<String> others = Optional.of(hintOf(other));
        ClientAddress client = Unique.clientAddress();
        failFrom(client, user);
        pauseForUnknownClients(user);

        Session session = Required.call(
                "a login with the hint of an earlier login",
                () -> auth.logIn(user.email().value(), PASSWORD.value(), client, hint));
        assertThat(session.user()).isEqualTo(user);
        assertThrottled(user, client, others);
        assertThrottled(user, Unique.clientAddress(), Optional.of("forged"));
        for (int i = 0; i < LoginThrottle.FAILURES_BEFORE_PAUSE; i++) {
            assertThatExceptionOfType(InvalidCredentialsException.class)
                    .isThrownBy(() -> auth.logIn(user.email().value(), "wrong horse", client, hint));
        }
        assertThrottled(user, Unique.clientAddress(), hint);
        accounts.changePassword(new Caller(user.id(), Unique.clientAddress()), PASSWORD.value(), NEW_PASSWORD);
        assertThat(auth.logIn(other.email().value(), PASSWORD.value(), client, others)
                        .user())
                .isEqualTo(other);
    }

    /**
     * Given a client with a hint. When the owner changes the password, sets one by a reset token, or logs out
     * everywhere. Then the hint does not help any longer.
     */
    @Clause(
            value = "auth.hint-revoked-with-sessions",
            promise = "The end of all sessions of a user also ends the login hints.")
    void revokesHintWithSessions() {
        List<Consumer<User>> endings = List.of(
                user -> auth.logOut(caller(user)),
                user -> accounts.changePassword(caller(user), PASSWORD.value(), NEW_PASSWORD),
                user -> accounts.resetPassword(resetToken(user.email()), NEW_PASSWORD, CLIENT_ADDRESS));
        for (Consumer<User> ending : endings) {
            User user = register();
            Optional<String> hint = Optional.of(hintOf(user));

            ending.accept(user);

            pauseForUnknownClients(user);
            assertThrottled(user, Unique.clientAddress(), hint);
        }
    }

    /**
     * Given made-up, used and expired reset tokens, and one for another purpose. When a password is set with each. Then
     * each fails, and nothing was hashed.
     */
    @Clause(
            value = "account.invalid-token-hashes-nothing",
            promise = "A password reset with an invalid token computes no password hash.")
    void hashesNothingForInvalidToken() {
        User user = register();
        String verification = deliveredToken(Kind.VERIFICATION);
        String used = resetToken(user.email());
        accounts.resetPassword(used, NEW_PASSWORD, CLIENT_ADDRESS);
        String expired = resetToken(user.email());
        clock.advance(Duration.ofHours(1));
        int before = hasher.computations();

        for (String token : List.of("made up", verification, used, expired)) {
            assertInvalidToken(() -> accounts.resetPassword(token, NEW_PASSWORD, CLIENT_ADDRESS));
        }

        assertThat(hasher.computations()).isEqualTo(before);
    }

    /**
     * Given a client that registers, requests resets and verification mails, or confirms tokens, again and again. When
     * there are too many requests of one kind in a minute. Then they are rejected until the minute ends. Other clients,
     * unknown clients, and logins of the same client are not affected.
     */
    @Clause(
            value = "account.clients-limited",
            promise = "Registrations and token requests of one client are limited for each minute, without "
                    + "an effect on other clients or logins.")
    void limitsRequestsOfOneClient() {
        User user = register();
        EmailAddress taken = user.email();
        // A request of a deleted user is counted, and no mailbox limits it.
        UserId unknown = new UserId(UserId.MAX);
        List<Consumer<ClientAddress>> kinds = List.of(
                client -> users.registerUser(taken, PASSWORD, "Ann", client),
                client -> accounts.requestPasswordReset("no address at all", client),
                client -> accounts.resetPassword("made up", NEW_PASSWORD, client),
                client -> accounts.verifyEmail("made up", client),
                client -> accounts.requestVerification("no address at all", client),
                client -> accounts.requestVerification(new Caller(unknown, client)));
        for (Consumer<ClientAddress> kind : kinds) {
            ClientAddress client = Unique.clientAddress();

            assertThat(admittedOf(kind, client)).isBetween(200, FLOOD - 1);

            assertThat(isAdmitted(kind, Unique.clientAddress())).isTrue();
            assertThat(isAdmitted(kind, ClientAddress.UNKNOWN)).isTrue();
            auth.logIn(taken.value(), PASSWORD.value(), client);
            clock.advance(Duration.ofMinutes(1));
            assertThat(isAdmitted(kind, client)).isTrue();
        }
    }

    /** Returns how many requests are admitted before one is rejected. */
    private static int admittedOf(Consumer<ClientAddress> kind, ClientAddress client) {
        int admitted = 0;
        while (admitted < FLOOD && isAdmitted(kind, client)) {
            admitted++;
        }
        return admitted;
    }

    private static boolean isAdmitted(Consumer<ClientAddress> kind, ClientAddress client) {
        try {
            kind.accept(client);
        } catch (EmailAlreadyExistsException | InvalidOneTimeTokenException | UserNotFoundException failed) {
            return true;
        } catch (TooManyAttemptsException refused) {
            assertThat(refused.retryAfter()).isBetween(Duration.ofNanos(1), Duration.ofMinutes(1));
            return false;
        }
        return true;
    }
}
