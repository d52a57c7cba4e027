package dev.roster.testkit.contract.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roster.application.access.Precondition;
import dev.roster.application.account.AuthService;
import dev.roster.application.account.InvalidCredentialsException;
import dev.roster.application.account.Registration;
import dev.roster.application.account.Session;
import dev.roster.application.account.TooManyAttemptsException;
import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.LoginThrottle;
import dev.roster.application.port.storage.AuditEvent;
import dev.roster.domain.user.Password;
import dev.roster.domain.user.User;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.Required;
import dev.roster.testkit.data.Unique;
import dev.roster.testkit.fake.FastPasswordHasher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Clauses of {@link AuthService}. */
abstract class UserServiceSessionsContract extends UserServicePart {

    /** Given a user. When the user logs in or registers. Then the access token identifies the user. */
    @Clause(
            value = "auth.token-identifies-caller",
            promise = "The access token of a login or a registration identifies its user.")
    void tokenIdentifiesCaller() {
        Registration registration = users.registerUser(Unique.emailAddress(), PASSWORD, "Ann");
        User user = registration.user();

        Session session = Required.call(
                "a login with blanks around the email address",
                () -> auth.logIn("  " + user.email().value() + " ", PASSWORD.value()));

        assertThat(session.user()).isEqualTo(user);
        assertAccepted(session.token().value(), user);
        assertAccepted(auth.openSession(registration).value(), user);
    }

    /**
     * Given unknown and invalid email addresses, an account without a password, and wrong passwords. When a login is
     * tried with each. Then all fail with the same error and compute one hash, as many as a successful login.
     */
    @Clause(
            value = "auth.failures-indistinguishable",
            promise = "Failed logins show neither in their error nor in their cost whether the account exists.")
    void loginFailuresAreIndistinguishable() {
        User user = register();
        User unclaimed = users.createUser(caller(user), Unique.emailAddress(), "Bob");
        record Attempt(String email, String password) {}

        for (Attempt attempt : List.of(
                new Attempt(Unique.email(), PASSWORD.value()),
                new Attempt("no address at all", PASSWORD.value()),
                new Attempt("", ""),
                new Attempt("nul\0@example.com", "\0"),
                new Attempt(unclaimed.email().value(), PASSWORD.value()),
                new Attempt(user.email().value(), "wrong horse"),
                new Attempt(user.email().value(), ""))) {
            int before = hasher.computations();
            assertThatExceptionOfType(InvalidCredentialsException.class)
                    .isThrownBy(() -> auth.logIn(attempt.email(), attempt.password()))
                    .withMessage("Invalid credentials")
                    .withNoCause();
            assertThat(hasher.computations() - before).as("%s", attempt).isEqualTo(1);
        }
        int before = hasher.computations();
        auth.logIn(user.email().value(), PASSWORD.value());
        assertThat(hasher.computations() - before).isEqualTo(1);
    }

    /**
     * Given a password hash with outdated parameters. When its owner logs in. Then the hash is renewed, and user and
     * sessions are unchanged. A login with a wrong password renews nothing.
     */
    @Clause(
            value = "auth.outdated-hash-renewed",
            promise = "A login renews a password hash with outdated parameters and changes nothing else; a "
                    + "failed login renews nothing.")
    void renewsOutdatedHash() {
        User user = register();
        FastPasswordHasher older = new FastPasswordHasher(1);
        client().credentials().setPassword(user.id(), older.hash(PASSWORD.value()));
        String token = logIn(user);

        assertThat(client().credentials().findByUserId(user.id())).get().satisfies(renewed -> {
            assertThat(hasher.needsRenewal(renewed.passwordHash())).isFalse();
            assertThat(hasher.verify(PASSWORD.value(), renewed.passwordHash())).isTrue();
            assertThat(renewed.sessionEpoch()).isEqualTo(2);
        });
        assertThat(users.getUser(user.id())).isEqualTo(user);
        assertThat(auth.authenticate(token).id()).isEqualTo(user.id());
        // A wrong password renews nothing.
        client().credentials().setPassword(user.id(), older.hash(PASSWORD.value()));
        assertLoginFails(user.email().value(), "wrong horse");
        assertThat(client().credentials().findByUserId(user.id()))
                .get()
                .satisfies(kept ->
                        assertThat(hasher.needsRenewal(kept.passwordHash())).isTrue());
    }

    /**
     * Given a password with an accented letter and a space. When a user registers with one spelling of it, with
     * composed or decomposed letters and with any kind of space. Then each other spelling logs in and proves a password
     * change.
     */
    @Clause(value = "auth.password-spellings-equal", promise = "All Unicode spellings of a password are equal.")
    void acceptsAllSpellingsOfPassword() {
        List<String> spellings =
                List.of("caf\u00e9 horse", "cafe\u0301 horse", "cafe\u0301\u3000horse", "caf\u00e9\u00a0horse");
        for (String registered : spellings) {
            User user = users.registerUser(Unique.emailAddress(), new Password(registered), "Ann")
                    .user();

            for (String typed : spellings) {
                assertLogsIn(user, new Password(typed));
                Required.run(
                        "a password change with another spelling",
                        () -> accounts.changePassword(caller(user), typed, new Password(registered)));
            }
            assertLoginFails(user.email().value(), "cafe horse");
        }
    }

    /**
     * Given the hash of a password with decomposed letters, created by a version that did not normalize passwords. When
     * its owner logs in with that spelling. Then the login succeeds, and the hash is renewed, so that all spellings are
     * accepted. Another password renews nothing. An unknown account costs as much as a wrong password.
     */
    @Clause(
            value = "auth.typed-password-hash-renewed",
            promise = "A hash of a password that was not normalized is accepted for that spelling and "
                    + "renewed at the login.")
    void renewsHashOfTypedPassword() {
        String typed = "cafe\u0301 horse";
        User user = register();
        client().credentials().setPassword(user.id(), hasher.hash(typed));
        List<Integer> costs = new ArrayList<>();
        for (String email : List.of(user.email().value(), Unique.email())) {
            int before = hasher.computations();
            assertLoginFails(email, "cafe\u0301 donkey");
            costs.add(hasher.computations() - before);
        }

        Session session = auth.logIn(user.email().value(), typed);

        assertThat(costs).as("known and unknown account").containsExactly(2, 2);
        assertThat(auth.authenticate(session.token().value()).id()).isEqualTo(user.id());
        assertThat(client().credentials().findByUserId(user.id()))
                .get()
                .satisfies(renewed -> assertThat(hasher.verify("caf\u00e9 horse", renewed.passwordHash()))
                        .isTrue());
        assertLogsIn(user, new Password(typed));
        assertThat(auth.logIn(user.email().value(), typed).user()).isEqualTo(user);
    }

    /**
     * Given an access token. When the sessions are ended, explicitly or by a new password. Then the token is rejected,
     * and a token of a later login is accepted.
     */
    @Clause(
            value = "auth.ended-session-rejected",
            promise = "Access tokens of ended sessions are rejected, and tokens of later logins are accepted.")
    void rejectsTokenOfEndedSession() {
        User user = register();
        String first = logIn(user);
        client().credentials().endSessions(user.id());
        assertRejected(first);

        String second = logIn(user);
        assertThat(auth.authenticate(second).id()).isEqualTo(user.id());
        client().credentials().setPassword(user.id(), hasher.hash("another password"));
        assertRejected(second);
        assertRejected(UUID.randomUUID().toString());
    }

    /** Given an access token. When its user is deleted. Then the token is rejected. */
    @Clause(value = "auth.deleted-user-rejected", promise = "Access tokens of a deleted user are rejected.")
    void rejectsTokenOfDeletedUser() {
        User user = register();
        String token = logIn(user);

        users.deleteUser(caller(user), user.id(), Precondition.NONE);

        assertRejected(token);
    }

    /**
     * Given accounts with and without a password, an unknown email address and an invalid one, with too many failed
     * logins each. When logins are tried again, even with the correct password. Then all are rejected with the same
     * error and no hash, until the pause has passed. Another invalid email address is not paused.
     */
    @Clause(
            value = "auth.throttling-indistinguishable",
            promise = "Throttled logins show neither in their error nor in their cost whether the account "
                    + "exists or the password is correct.")
    void throttlingIsIndistinguishable() {
        User user = register();
        User unclaimed = users.createUser(caller(user), Unique.emailAddress(), "Bob");
        List<String> accounts = List.of(
                user.email().value(), unclaimed.email().value(), Unique.email(), "no address at all " + user.id());
        for (String account : accounts) {
            for (int i = 0; i < LoginThrottle.FAILURES_BEFORE_PAUSE; i++) {
                assertLoginFails(account, "wrong horse");
            }
        }
        int hashes = hasher.computations();
        for (String account : accounts) {
            for (String typed : List.of(account, " " + account.toUpperCase(Locale.ROOT))) {
                assertThatExceptionOfType(TooManyAttemptsException.class)
                        .isThrownBy(() -> auth.logIn(typed, PASSWORD.value()))
                        .satisfies(refused -> assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(1)));
            }
        }
        assertThat(hasher.computations()).isEqualTo(hashes);
        assertLoginFails("another " + accounts.get(3), "wrong horse");

        clock.advance(Duration.ofSeconds(1));
        assertThat(auth.logIn(accounts.get(0), PASSWORD.value()).user()).isEqualTo(user);
        for (int i = 1; i < LoginThrottle.FAILURES_BEFORE_PAUSE; i++) {
            assertLoginFails(accounts.get(0), "wrong horse");
        }
        assertThat(auth.logIn(accounts.get(0), PASSWORD.value()).user()).isEqualTo(user);
    }

    /**
     * Given a registered user. When logins succeed, fail and are throttled. Then each is recorded with the client
     * address, and with the account if there is one. Only the first throttled attempt of a pause is recorded.
     */
    @Clause(
            value = "auth.logins-recorded",
            promise = "Each login, failed login and first throttled login of a pause is recorded with the "
                    + "client address.")
    void recordsLogins() {
        ClientAddress from = Unique.clientAddress();
        User user =
                users.registerUser(Unique.emailAddress(), PASSWORD, "Ann", from).user();
        auth.logIn(user.email().value(), PASSWORD.value(), from);
        for (int i = 0; i < LoginThrottle.FAILURES_BEFORE_PAUSE; i++) {
            assertThatThrownBy(() -> auth.logIn(user.email().value(), "wrong horse", from))
                    .isInstanceOf(InvalidCredentialsException.class);
        }
        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(TooManyAttemptsException.class)
                    .isThrownBy(() -> auth.logIn(user.email().value(), "wrong horse", from));
            assertThat(recordedEvents(user)).startsWith(AuditEvent.Type.THROTTLED, AuditEvent.Type.SIGN_IN_FAILED);
        }
        assertThatThrownBy(() -> auth.logIn(Unique.email(), PASSWORD.value(), from))
                .isInstanceOf(InvalidCredentialsException.class);

        List<AuditEvent.Type> expected = new ArrayList<>(List.of(AuditEvent.Type.THROTTLED));
        expected.addAll(Collections.nCopies(LoginThrottle.FAILURES_BEFORE_PAUSE, AuditEvent.Type.SIGN_IN_FAILED));
        expected.addAll(List.of(AuditEvent.Type.SIGNED_IN, AuditEvent.Type.REGISTERED));
        assertThat(recordedEvents(user)).isEqualTo(expected);
        assertThat(client().auditLog().findLatest(1))
                .containsExactly(
                        AuditEvent.of(AuditEvent.Type.SIGN_IN_FAILED, Optional.empty(), from, clock.instant()));
        assertThat(client().auditLog().findLatest(100))
                .allMatch(event -> event.clientAddress().equals(from));
    }

    /**
     * Given sessions of two users. When one user logs out. Then all sessions of that user end, and the other sessions
     * continue. The user can log in again.
     */
    @Clause(
            value = "auth.logout-ends-sessions",
            promise = "A logout ends all sessions of the user and of no other, and is recorded.")
    void logoutEndsSessions() {
        User user = register();
        User other = register();
        String first = logIn(user);
        String second = logIn(user);
        String others = logIn(other);

        auth.logOut(auth.authenticate(first));

        assertRejected(first);
        assertRejected(second);
        assertAccepted(others, other);
        assertThat(auth.logIn(user.email().value(), PASSWORD.value()).user()).isEqualTo(user);
        assertThat(recordedEvents(user)).contains(AuditEvent.Type.SIGNED_OUT);
    }
}
