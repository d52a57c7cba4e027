package dev.roster.testkit.contract.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.contract.api.ApiClient.Account;
import dev.roster.testkit.contract.api.ApiClient.Answer;
import dev.roster.testkit.data.Unique;
import java.util.List;
import java.util.Locale;

/** The account's life, as far as it shows without mails. */
abstract class RosterApiAccountsContract extends RosterApiPart {

    private static final String ANOTHER = "another horse";

    RosterApiAccountsContract() {}

    /** The account with the token of another login. */
    private Account again(Account account) throws Exception {
        String token = logIn(account.email(), account.password())
                .expect(200)
                .body()
                .path("token")
                .asText();
        return new Account(account.id(), account.email(), account.password(), token, account.user());
    }

    /** Given two sessions; when one logs out; then both have ended, nobody else's, and the password still opens one. */
    @Clause("api.log-out-ends-sessions")
    void logOutEndsSessions() throws Exception {
        Account account = registered();
        Account second = again(account);
        Account other = registered();

        assertThat(api().as(second).post("/auth/logout").expect(204).response().body())
                .isEmpty();

        assertSignedIn(account, false);
        assertSignedIn(second, false);
        assertSignedIn(other, true);
        assertUnauthorized(api().as(second).post("/auth/logout"), true);
        assertUnauthorized(api().post("/auth/logout"), false);
        assertSignedIn(again(account), true);
    }

    /** Given two sessions; when the password is changed; then both have ended, and only the new one logs in. */
    @Clause("api.password-changed")
    void passwordChanged() throws Exception {
        Account account = registered();
        Account second = again(account);
        assertUnauthorized(api().post("/auth/password", passwordChange(account.password(), ANOTHER)), false);

        api().as(account)
                .post("/auth/password", passwordChange(account.password(), ANOTHER))
                .expect(204);

        assertSignedIn(account, false);
        assertSignedIn(second, false);
        assertWrongPassword(logIn(account.email(), account.password()));
        logIn(account.email(), ANOTHER).expect(200);
    }

    /** Given changes of a password with faults; then each is named, or the current one is refused; nothing changes. */
    @Clause("api.password-change-refused")
    void passwordChangeRefused() throws Exception {
        Account account = registered();
        ApiClient owner = api().as(account);

        assertThat(owner.post("/auth/password", ApiClient.object()).faults())
                .containsExactlyInAnyOrder("current", "password");
        assertThat(owner.post("/auth/password", passwordChange(account.password(), "1234567"))
                        .faults())
                .containsExactly("password");
        assertWrongPassword(owner.post("/auth/password", passwordChange("wrong horse", ANOTHER)));

        assertSignedIn(account, true);
        logIn(account.email(), account.password()).expect(200);
    }

    /** Given addresses known, unknown, without password, and no address; when a reset is asked for; then 202, all alike. */
    @Clause("api.reset-request-alike")
    void resetRequestAlike() throws Exception {
        Account account = registered();
        String unclaimed = Unique.email();
        api().as(account).post("/users", user("Bob", unclaimed)).expect(201);
        Answer unknown = api().post("/auth/password-reset", ApiClient.object().put("email", Unique.email()))
                .expect(202);

        for (String email : List.of(
                account.email(),
                account.email().toUpperCase(Locale.ROOT),
                unclaimed,
                Unique.email(),
                "no address",
                "")) {
            assertAlike(api().post("/auth/password-reset", ApiClient.object().put("email", email)), unknown);
        }
        for (JsonNode none : List.of(
                ApiClient.object(),
                ApiClient.object().putNull("email"),
                ApiClient.object().put("email", 7))) {
            assertThat(api().post("/auth/password-reset", none).faults()).containsExactly("email");
        }
        assertSignedIn(account, true);
    }

    /** Given tokens that nobody was mailed; then 400; given none, or a password that breaks the rule; then 422. */
    @Clause("api.made-up-tokens-refused")
    void madeUpTokensRefused() throws Exception {
        Account account = registered();
        for (String token : List.of("", "made-up", "0".repeat(64), account.token())) {
            assertInvalidToken(api().post("/auth/verify", ApiClient.object().put("token", token)));
            assertInvalidToken(api().post("/auth/password-reset/confirm", tokenAndPassword(token, ANOTHER)));
        }
        assertThat(api().post("/auth/verify", ApiClient.object()).faults()).containsExactly("token");
        assertThat(api().post("/auth/password-reset/confirm", ApiClient.object())
                        .faults())
                .containsExactlyInAnyOrder("token", "password");
        assertThat(api().post("/auth/password-reset/confirm", tokenAndPassword("made-up", "1234567"))
                        .faults())
                .containsExactly("password");
        logIn(account.email(), account.password()).expect(200);
    }

    /** Given a user who is signed in; then another verification mail is promised; given nobody; then 401. */
    @Clause("api.verification-resend-accepted")
    void verificationResendAccepted() throws Exception {
        Account account = registered();

        assertThat(api().as(account)
                        .post("/auth/verify/resend")
                        .expect(202)
                        .response()
                        .body())
                .isEmpty();
        assertUnauthorized(api().post("/auth/verify/resend"), false);
        assertThat(api().as(account).get("/users/me").body()).isEqualTo(account.user());
    }

    /** Given users who put another address for themselves; then they have to give their password, and the right one. */
    @Clause("api.new-address-wants-password")
    void newAddressWantsPassword() throws Exception {
        Account account = registered();
        ApiClient owner = api().as(account);
        String email = Unique.email();

        assertThat(owner.put(account.path(), user("Ann", email)).faults()).containsExactly("password");
        assertThat(owner.put(account.path(), user("Ann", email).put("password", 7))
                        .faults())
                .containsExactly("password");
        assertWrongPassword(owner.put(account.path(), user("Ann", email, "wrong horse")));
        assertThat(owner.get("/users/me").body()).isEqualTo(account.user());

        owner.put(account.path(), user("Ann", account.email())).expect(200);
        Answer moved = owner.put(account.path(), user("Ann", email, account.password()))
                .expect(200);
        assertThat(moved.text("email")).isEqualTo(email);
        assertThat(moved.body().path("verified").asBoolean(true)).isFalse();
        assertThat(moved.response().body()).doesNotContain(account.password());
        assertSignedIn(account, true);
    }
}
