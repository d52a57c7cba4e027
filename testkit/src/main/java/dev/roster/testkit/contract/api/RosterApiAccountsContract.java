package dev.roster.testkit.contract.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.contract.api.ApiClient.Account;
import dev.roster.testkit.data.Unique;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** Clauses on logout, password changes and email changes, as far as visible without mails. */
abstract class RosterApiAccountsContract extends RosterApiPart {

    private static final String NEW_PASSWORD = "another horse";

    /** Logs in again and returns the account with the new token. */
    private Account logInAgain(Account account) throws Exception {
        Response session = logIn(account.email(), account.password()).expectStatus(200);
        return api().account(account.password(), session);
    }

    /**
     * Given two sessions of one user. When one of them logs out. Then both end, sessions of other users stay, and the
     * user can log in again.
     */
    @Clause(
            value = "api.logout-ends-sessions",
            promise = "A logout ends all sessions of the user and no others; the user can log in again.")
    void logoutEndsSessions() throws Exception {
        Account account = register();
        Account second = logInAgain(account);
        Account other = register();

        second.api().send("POST", "/auth/logout").expectEmpty(204);

        assertAuthenticated(account, false);
        assertAuthenticated(second, false);
        assertAuthenticated(other, true);
        assertUnauthorized(second.api().send("POST", "/auth/logout"), true);
        assertUnauthorized(api().send("POST", "/auth/logout"), false);
        assertAuthenticated(logInAgain(account), true);
    }

    /**
     * Given two sessions of one user. When the password is changed. Then both end, and only the new password is
     * accepted.
     */
    @Clause(
            value = "api.password-changed",
            promise =
                    "A password change requires the current password, ends all sessions, and only the new password is accepted afterwards.")
    void changesPassword() throws Exception {
        Account account = register();
        Account second = logInAgain(account);
        assertUnauthorized(api().post("/auth/password", passwordChange(account.password(), NEW_PASSWORD)), false);

        account.api()
                .post("/auth/password", passwordChange(account.password(), NEW_PASSWORD))
                .expectStatus(204);

        assertAuthenticated(account, false);
        assertAuthenticated(second, false);
        assertWrongPassword(logIn(account.email(), account.password()));
        logIn(account.email(), NEW_PASSWORD).expectStatus(200);
    }

    /**
     * Given an account that was registered with one spelling of a password: composed or decomposed letters, a plain or
     * a no-break space. When the owner logs in with the other spelling. Then the login succeeds. The password without
     * the accent is rejected.
     */
    @Clause(
            value = "api.password-spellings-equal",
            promise = "A password is accepted in every equivalent Unicode spelling, and in no other.")
    void acceptsAllSpellingsOfPassword() throws Exception {
        List<String> spellings = List.of("caf\u00e9 horse", "cafe\u0301\u00a0horse");
        for (String registered : spellings) {
            String email = Unique.email();
            register(email, registered, "Ann");

            for (String typed : spellings) {
                logIn(email, typed).expectStatus(200);
            }
            assertWrongPassword(logIn(email, "cafe horse"));
        }
    }

    /**
     * Given passwords that anyone would guess: blank ones, and spellings of the account's own email address. When a
     * user registers with one of them or changes the password to it. Then the response names the field {@code
     * password}, and nothing is created or changed.
     */
    @Clause(
            value = "api.guessable-passwords-rejected",
            promise = "Blank passwords and spellings of the account's own email address are rejected.")
    void rejectsGuessablePasswords() throws Exception {
        Account account = register();
        for (String blank : List.of(" ".repeat(8), "\u3000\u00a0".repeat(4), "\u200b".repeat(8))) {
            assertPasswordRejected(account, Unique.email(), blank, blank);
        }
        for (UnaryOperator<String> spelling : List.<UnaryOperator<String>>of(
                email -> email, email -> email.toUpperCase(Locale.ROOT), email -> " " + email + " ")) {
            String email = Unique.email();
            assertPasswordRejected(account, email, spelling.apply(email), spelling.apply(account.email()));
        }
        assertAuthenticated(account, true);
        logIn(account.email(), account.password()).expectStatus(200);
    }

    private void assertPasswordRejected(Account account, String email, String registered, String changed)
            throws Exception {
        api().post("/auth/register", registration(email, registered, "Ann")).expectInvalid("password");
        account.api()
                .post("/auth/password", passwordChange(account.password(), changed))
                .expectInvalid("password");
        register(email, account.password(), "Ann");
    }

    /**
     * Given invalid password changes. When they are sent. Then the response names each invalid field or rejects the
     * current password, and nothing changes.
     */
    @Clause(
            value = "api.invalid-password-change-rejected",
            promise = "An invalid password change is rejected with each invalid field named, and nothing changes.")
    void rejectsInvalidPasswordChange() throws Exception {
        Account account = register();
        ApiClient owner = account.api();

        owner.post("/auth/password", object()).expectInvalid("current", "password");
        owner.post("/auth/password", passwordChange(account.password(), "1234567"))
                .expectInvalid("password");
        assertWrongPassword(owner.post("/auth/password", passwordChange("wrong horse", NEW_PASSWORD)));

        assertAuthenticated(account, true);
        logIn(account.email(), account.password()).expectStatus(200);
    }

    /**
     * Given email addresses that are known, unknown, without a password or invalid. When a password reset is requested.
     * Then all responses are the same 202.
     */
    @Clause(
            value = "api.reset-request-indistinguishable",
            promise = "A request for a password reset gets the same response whether or not the account exists.")
    void resetRequestsAreIndistinguishable() throws Exception {
        Account account = register();
        String unclaimed = Unique.email();
        createUser(account.api(), "Bob", unclaimed);
        Response unknown = api().post("/auth/password-reset", object().put("email", Unique.email()))
                .expectStatus(202);

        for (String email : List.of(
                account.email(),
                account.email().toUpperCase(Locale.ROOT),
                unclaimed,
                Unique.email(),
                "no address",
                "")) {
            assertIndistinguishable(api().post("/auth/password-reset", object().put("email", email)), unknown);
        }
        for (JsonNode none : List.of(object(), object().putNull("email"), object().put("email", 7))) {
            api().post("/auth/password-reset", none).expectInvalid("email");
        }
        assertAuthenticated(account, true);
    }

    /**
     * Given tokens that were never mailed. When they are used. Then the response is 400. A missing token or an invalid
     * password gets 422.
     */
    @Clause(
            value = "api.unknown-tokens-rejected",
            promise = "A token that was never mailed gets 400, and nothing changes.")
    void rejectsUnknownTokens() throws Exception {
        Account account = register();
        for (String token : List.of("", "made-up", "0".repeat(64), account.token())) {
            assertInvalidToken(api().post("/auth/verify", object().put("token", token)));
            assertInvalidToken(api().post("/auth/password-reset/confirm", tokenAndPassword(token, NEW_PASSWORD)));
        }
        api().post("/auth/verify", object()).expectInvalid("token");
        api().post("/auth/password-reset/confirm", object()).expectInvalid("token", "password");
        api().post("/auth/password-reset/confirm", tokenAndPassword("made-up", "1234567"))
                .expectInvalid("password");
        logIn(account.email(), account.password()).expectStatus(200);
    }

    /**
     * Given an authenticated user. When another verification mail is requested. Then the response is 202; anonymous
     * callers get 401.
     */
    @Clause(
            value = "api.verification-resend-accepted",
            promise = "An authenticated user can request another verification mail; anonymous callers get 401.")
    void acceptsVerificationResend() throws Exception {
        Account account = register();

        account.api().send("POST", "/auth/verify/resend").expectEmpty(202);
        assertUnauthorized(api().send("POST", "/auth/verify/resend"), false);
        assertThat(account.api().get("/users/me").body()).isEqualTo(account.user());
    }

    /**
     * Given a user. When the user changes their email address. Then the correct password is required, and the new email
     * address is unverified.
     */
    @Clause(
            value = "api.email-change-requires-password",
            promise = "Users change their own email address only with their password; the new one is unverified.")
    void requiresPasswordToChangeEmail() throws Exception {
        Account account = register();
        ApiClient owner = account.api();
        String email = Unique.email();

        owner.put(account.path(), user("Ann", email)).expectInvalid("password");
        owner.put(account.path(), user("Ann", email).put("password", 7)).expectInvalid("password");
        assertWrongPassword(owner.put(account.path(), user("Ann", email, "wrong horse")));
        assertThat(owner.get("/users/me").body()).isEqualTo(account.user());

        owner.put(account.path(), user("Ann", account.email())).expectStatus(200);
        Response moved = owner.put(account.path(), user("Ann", email, account.password()))
                .expectStatus(200)
                .expectFields(object().put("email", email).put("verified", false));
        assertThat(moved.response().body()).doesNotContain(account.password());
        assertAuthenticated(account, true);
    }

    /**
     * Given requests that have sent their head and a part of their body. When the user logs out, and the rest of the
     * body follows. Then each request gets 401, and nothing changes.
     */
    @Clause(
            value = "api.slow-request-after-logout-rejected",
            promise = "A request that is complete only after its user has logged out gets 401 and changes nothing.")
    void rejectsRequestThatEndsAfterLogout() throws Exception {
        Account account = register();
        record Late(String method, String path, JsonNode body) {}
        List<Late> requests = List.of(
                new Late("PATCH", "/users/me", object().put("name", "Late")),
                new Late("PUT", account.path(), user("Late", Unique.email(), account.password())),
                new Late("POST", "/posts", post("Late", "Late", true)),
                new Late("POST", "/auth/password", passwordChange(account.password(), "another horse")));

        for (Late late : requests) {
            ApiClient caller = api().withToken(logIn(account.email(), account.password())
                    .expectStatus(200)
                    .text("token"));

            Response answer = caller.sendSlowly(
                    late.method(),
                    late.path(),
                    late.body().toString(),
                    () -> caller.send("POST", "/auth/logout").expectEmpty(204));

            assertUnauthorized(answer, true);
        }
        ApiClient owner = api().withToken(logIn(account.email(), account.password())
                .expectStatus(200)
                .text("token"));
        assertThat(owner.read("/users/me")).isEqualTo(account.user());
        assertThat(owner.read(account.path() + "/posts").path("total").asLong()).isZero();
    }
}
