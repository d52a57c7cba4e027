package dev.roster.testkit.contract.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.contract.api.ApiClient.Account;
import dev.roster.testkit.contract.api.ApiClient.Response;
import dev.roster.testkit.data.Unique;
import java.util.List;
import java.util.Locale;

/** Clauses on logout, password changes and email changes, as far as visible without mails. */
abstract class RosterApiAccountsContract extends RosterApiPart {

    private static final String NEW_PASSWORD = "another horse";

    RosterApiAccountsContract() {}

    /** Logs in again and returns the account with the new token. */
    private Account logInAgain(Account account) throws Exception {
        String token = logIn(account.email(), account.password())
                .expectStatus(200)
                .body()
                .path("token")
                .asText();
        return new Account(account.id(), account.email(), account.password(), token, account.user());
    }

    /**
     * Given two sessions of one user. When one of them logs out. Then both end, sessions of other users stay, and the
     * user can log in again.
     */
    @Clause("api.logout-ends-sessions")
    void logoutEndsSessions() throws Exception {
        Account account = register();
        Account second = logInAgain(account);
        Account other = register();

        assertThat(api().authenticatedAs(second)
                        .post("/auth/logout")
                        .expectStatus(204)
                        .response()
                        .body())
                .isEmpty();

        assertAuthenticated(account, false);
        assertAuthenticated(second, false);
        assertAuthenticated(other, true);
        assertUnauthorized(api().authenticatedAs(second).post("/auth/logout"), true);
        assertUnauthorized(api().post("/auth/logout"), false);
        assertAuthenticated(logInAgain(account), true);
    }

    /**
     * Given two sessions of one user. When the password is changed. Then both end, and only the new password is
     * accepted.
     */
    @Clause("api.password-changed")
    void changesPassword() throws Exception {
        Account account = register();
        Account second = logInAgain(account);
        assertUnauthorized(api().post("/auth/password", passwordChange(account.password(), NEW_PASSWORD)), false);

        api().authenticatedAs(account)
                .post("/auth/password", passwordChange(account.password(), NEW_PASSWORD))
                .expectStatus(204);

        assertAuthenticated(account, false);
        assertAuthenticated(second, false);
        assertWrongPassword(logIn(account.email(), account.password()));
        logIn(account.email(), NEW_PASSWORD).expectStatus(200);
    }

    /**
     * Given invalid password changes. When they are sent. Then the response names each invalid field or rejects the
     * current password, and nothing changes.
     */
    @Clause("api.invalid-password-change-rejected")
    void rejectsInvalidPasswordChange() throws Exception {
        Account account = register();
        ApiClient owner = api().authenticatedAs(account);

        assertThat(owner.post("/auth/password", ApiClient.object()).invalidFields())
                .containsExactlyInAnyOrder("current", "password");
        assertThat(owner.post("/auth/password", passwordChange(account.password(), "1234567"))
                        .invalidFields())
                .containsExactly("password");
        assertWrongPassword(owner.post("/auth/password", passwordChange("wrong horse", NEW_PASSWORD)));

        assertAuthenticated(account, true);
        logIn(account.email(), account.password()).expectStatus(200);
    }

    /**
     * Given email addresses that are known, unknown, without a password or invalid. When a password reset is requested.
     * Then all responses are the same 202.
     */
    @Clause("api.reset-request-indistinguishable")
    void resetRequestsAreIndistinguishable() throws Exception {
        Account account = register();
        String unclaimed = Unique.email();
        api().authenticatedAs(account).post("/users", user("Bob", unclaimed)).expectStatus(201);
        Response unknown = api().post("/auth/password-reset", ApiClient.object().put("email", Unique.email()))
                .expectStatus(202);

        for (String email : List.of(
                account.email(),
                account.email().toUpperCase(Locale.ROOT),
                unclaimed,
                Unique.email(),
                "no address",
                "")) {
            assertIndistinguishable(
                    api().post("/auth/password-reset", ApiClient.object().put("email", email)), unknown);
        }
        for (JsonNode none : List.of(
                ApiClient.object(),
                ApiClient.object().putNull("email"),
                ApiClient.object().put("email", 7))) {
            assertThat(api().post("/auth/password-reset", none).invalidFields()).containsExactly("email");
        }
        assertAuthenticated(account, true);
    }

    /**
     * Given tokens that were never mailed. When they are used. Then the response is 400. A missing token or an invalid
     * password gets 422.
     */
    @Clause("api.unknown-tokens-rejected")
    void rejectsUnknownTokens() throws Exception {
        Account account = register();
        for (String token : List.of("", "made-up", "0".repeat(64), account.token())) {
            assertInvalidToken(api().post("/auth/verify", ApiClient.object().put("token", token)));
            assertInvalidToken(api().post("/auth/password-reset/confirm", tokenAndPassword(token, NEW_PASSWORD)));
        }
        assertThat(api().post("/auth/verify", ApiClient.object()).invalidFields())
                .containsExactly("token");
        assertThat(api().post("/auth/password-reset/confirm", ApiClient.object())
                        .invalidFields())
                .containsExactlyInAnyOrder("token", "password");
        assertThat(api().post("/auth/password-reset/confirm", tokenAndPassword("made-up", "1234567"))
                        .invalidFields())
                .containsExactly("password");
        logIn(account.email(), account.password()).expectStatus(200);
    }

    /**
     * Given an authenticated user. When another verification mail is requested. Then the response is 202; anonymous
     * callers get 401.
     */
    @Clause("api.verification-resend-accepted")
    void acceptsVerificationResend() throws Exception {
        Account account = register();

        assertThat(api().authenticatedAs(account)
                        .post("/auth/verify/resend")
                        .expectStatus(202)
                        .response()
                        .body())
                .isEmpty();
        assertUnauthorized(api().post("/auth/verify/resend"), false);
        assertThat(api().authenticatedAs(account).get("/users/me").body()).isEqualTo(account.user());
    }

    /**
     * Given a user. When the user changes their email address. Then the correct password is required, and the new email
     * address is unverified.
     */
    @Clause("api.email-change-requires-password")
    void requiresPasswordToChangeEmail() throws Exception {
        Account account = register();
        ApiClient owner = api().authenticatedAs(account);
        String email = Unique.email();

        assertThat(owner.put(account.path(), user("Ann", email)).invalidFields())
                .containsExactly("password");
        assertThat(owner.put(account.path(), user("Ann", email).put("password", 7))
                        .invalidFields())
                .containsExactly("password");
        assertWrongPassword(owner.put(account.path(), user("Ann", email, "wrong horse")));
        assertThat(owner.get("/users/me").body()).isEqualTo(account.user());

        owner.put(account.path(), user("Ann", account.email())).expectStatus(200);
        Response moved = owner.put(account.path(), user("Ann", email, account.password()))
                .expectStatus(200);
        assertThat(moved.text("email")).isEqualTo(email);
        assertThat(moved.body().path("verified").asBoolean(true)).isFalse();
        assertThat(moved.response().body()).doesNotContain(account.password());
        assertAuthenticated(account, true);
    }
}
