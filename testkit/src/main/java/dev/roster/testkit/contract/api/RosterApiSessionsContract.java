package dev.roster.testkit.contract.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.Rendezvous;
import dev.roster.testkit.conformance.Rendezvous.Outcome;
import dev.roster.testkit.contract.api.ApiClient.Account;
import dev.roster.testkit.data.Unique;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** Clauses on registration, login and access tokens. */
abstract class RosterApiSessionsContract extends RosterApiPart {

    private static String form(String username, String password) {
        return "grant_type=password&username=" + URLEncoder.encode(username, StandardCharsets.UTF_8) + "&password="
                + URLEncoder.encode(password, StandardCharsets.UTF_8);
    }

    private Response logInByForm(String username, String password) throws Exception {
        return api().send("POST", "/auth/login", "application/x-www-form-urlencoded", form(username, password));
    }

    /**
     * Given a valid registration. When it is sent. Then the response is 201 with {@code Location}, the user at the top
     * level and as {@code user}, and the token as {@code token} and {@code access_token}. It does not contain the
     * password.
     */
    @Clause(
            value = "api.register-returns-user-and-token",
            promise = "A registration returns the user, a token that works at once, and never the password.")
    void registrationReturnsUserAndToken() throws Exception {
        String email = Unique.email();

        Response answer = register("  " + email + " ", RosterApiContract.PASSWORD, "Ann");

        JsonNode user = answer.body().path("user");
        assertThat(answer.header("Location")).get().asString().endsWith("/users/" + answer.number("id"));
        assertThat(user.fieldNames())
                .toIterable()
                .containsExactly("id", "email", "name", "bio", "verified", "createdAt", "updatedAt");
        answer.expectFields(user);
        answer.expectFields(user("Ann", email).put("bio", "").put("verified", false));
        assertThat(user.path("id").isIntegralNumber()).isTrue();
        assertThat(user.path("updatedAt")).isEqualTo(user.path("createdAt"));
        assertThat(java.time.Instant.parse(user.path("createdAt").asText()))
                .hasToString(user.path("createdAt").asText());
        assertThat(answer.response().body()).doesNotContain(RosterApiContract.PASSWORD);
        assertTokenResponse(answer);
        assertThat(api().withToken(answer.text("token")).read("/users/me")).isEqualTo(user);
    }

    private static void assertTokenResponse(Response answer) {
        assertThat(answer.text("token")).isNotBlank().isEqualTo(answer.text("access_token"));
        assertThat(answer.text("token_type")).isEqualTo("bearer");
        assertThat(answer.body().path("expires_in").isIntegralNumber()).isTrue();
        assertThat(answer.number("expires_in")).isPositive();
        assertThat(answer.header("Cache-Control")).get().asString().contains("no-store");
    }

    /**
     * Given a user. When its email address is registered again, in any case. Then the response is 400, and the user can
     * still log in. When an email address is registered four times at once. Then one registration succeeds.
     */
    @Clause(
            value = "api.register-duplicate-rejected",
            promise = "An email address can be registered once, whatever the case of its letters.")
    void rejectsDuplicateRegistration() throws Exception {
        Account account = register();
        for (String same : List.of(account.email(), account.email().toUpperCase(Locale.ROOT))) {
            api().post("/auth/register", registration(same, "another password", "Other"))
                    .expectError(400, "email already exists");
        }
        assertWrongPassword(logIn(account.email(), "another password"));
        Response session = logIn(account.email(), account.password()).expectStatus(200);
        assertThat(session.body().path("user")).isEqualTo(account.user());
        assertOneOfConcurrentRegistrationsSucceeds();
    }

    private void assertOneOfConcurrentRegistrationsSucceeds() throws Exception {
        String email = Unique.email();
        List<Response> answers = Rendezvous.run(
                        4, i -> () -> api().post("/auth/register", registration(email, "password " + i, "Number " + i)))
                .stream()
                .map(Outcome::get)
                .toList();

        assertThat(answers).extracting(Response::status).containsExactlyInAnyOrder(201, 400, 400, 400);
        for (int i = 0; i < answers.size(); i++) {
            Response login = logIn(email, "password " + i);
            login.expectStatus(answers.get(i).status() == 201 ? 200 : 401);
        }
    }

    /**
     * Given a user whose email address is not ASCII. When other spellings of the same mailbox are registered, created
     * or changed to. Then the response is 400, and the user logs in with each of them. The email address stays as
     * typed.
     */
    @Clause(
            value = "api.one-account-per-mailbox",
            promise = "All spellings of an email address that reach one mailbox are one account.")
    void allowsOneAccountPerMailbox() throws Exception {
        String unique = Unique.email();
        String typed = "Zoë." + unique.replace("@", "@bücher-faß.");
        long id = register(typed, RosterApiContract.PASSWORD, "Zoë").number("id");
        Account other = register();

        for (String same : List.of(
                typed.toLowerCase(Locale.ROOT),
                "ZOE\u0308." + unique.replace("@", "@bu\u0308cher-faß."),
                "zoë." + unique.replace("@", "@XN--bcher-fa-xya6z."),
                "ｚｏë." + unique.replace("@", "@ｂücher-faß."))) {
            api().post("/auth/register", registration(same, "another password", "Other"))
                    .expectError(400, "email already exists");
            other.api().post("/users", user("Other", same)).expectError(400, "email already exists");
            other.api()
                    .put(other.path(), user("Other", same, other.password()))
                    .expectError(400, "email already exists");
            Response session = logIn(same, RosterApiContract.PASSWORD).expectStatus(200);
            assertThat(session.body().path("user").path("id").asLong()).isEqualTo(id);
            assertThat(session.body().path("user").path("email").asText()).isEqualTo(typed);
        }
        register(typed.replace("ß", "ss"), RosterApiContract.PASSWORD, "Zoë");
    }

    /**
     * Given email addresses whose domain has no ASCII form, or one that is too long for mail. When they are registered.
     * Then the response is 422 that names the field.
     */
    @Clause(
            value = "api.undeliverable-email-rejected",
            promise = "An email address to which no mail can be sent gets 422, which names the field.")
    void rejectsUndeliverableEmail() throws Exception {
        for (String undeliverable : List.of(
                "a".repeat(64) + ".example",
                "ü".repeat(61) + ".example",
                ("日本語漢字".repeat(4) + ".").repeat(6) + "example",
                "xn--abc.example",
                "xn--z.example")) {
            api().post("/auth/register", registration("ann@" + undeliverable, RosterApiContract.PASSWORD, "Ann"))
                    .expectInvalid("email");
        }
    }

    /**
     * Given a registration with several invalid fields. When it is sent. Then the response is 422 that names every one
     * of them.
     */
    @Clause(
            value = "api.register-names-every-error",
            promise = "An invalid registration gets 422, which names every invalid field; limits count code points.")
    void registrationNamesEveryInvalidField() throws Exception {
        api().post("/auth/register", registration("not-an-address", "short", ""))
                .expectInvalid("email", "password", "name");
        api().post("/auth/register", object()).expectInvalid("email", "password", "name");
        api().post("/auth/register", registration(Unique.email(), "p".repeat(129), "n".repeat(101)))
                .expectInvalid("password", "name");
        api().post("/auth/register", registration(Unique.email(), "1234567", "Ann"))
                .expectInvalid("password");
        // The limits count code points: each of these characters has two UTF-16 units.
        register(Unique.email(), "😀".repeat(128), "😀".repeat(100));
        register(Unique.email(), "😀".repeat(8), "n");
    }

    /**
     * Given names that show nothing: spaces, fillers, marks of the writing direction. When they are registered. Then
     * the response is 422 that names the field. Beside visible characters they are kept.
     */
    @Clause(
            value = "api.invisible-names-rejected",
            promise = "A name or title that shows nothing gets 422, which names the field.")
    void rejectsInvisibleNames() throws Exception {
        Account account = register();
        for (String invisible : List.of(
                "\u00A0",
                "\u200B",
                "\u2800",
                "\u3164",
                "\uFEFF",
                "\u00AD",
                "\u202E\u202D",
                "\u115F\uFFA0",
                "\uFE0F",
                " \u2060\n")) {
            api().post("/auth/register", registration(Unique.email(), RosterApiContract.PASSWORD, invisible))
                    .expectInvalid("name");
            account.api().post("/users", user(invisible, Unique.email())).expectInvalid("name");
            account.api().patch("/users/me", object().put("name", invisible)).expectInvalid("name");
            account.api().post("/posts", post(invisible, "Content", true)).expectInvalid("title");
        }
        String visible = "A\u00ADnn\u200B";
        assertThat(register(Unique.email(), RosterApiContract.PASSWORD, visible).text("name"))
                .isEqualTo(visible);
    }

    /** Given a user. When the user logs in by OAuth 2 form or by JSON. Then the response is 200 with user and token. */
    @Clause(
            value = "api.login-by-form-and-json",
            promise = "A login is possible by OAuth 2 form and by JSON, with the same result.")
    void acceptsLoginByFormAndJson() throws Exception {
        String email = "plus+and&amp=" + Unique.email();
        String password = "p&ss=w%rd + ü😀";
        JsonNode user = register(email, password, "Ann").body().path("user");

        for (Response answer : List.of(
                logIn(email, password),
                logIn(email.toUpperCase(Locale.ROOT), password),
                logInByForm(email, password),
                logInByForm(" " + email, password))) {
            answer.expectStatus(200);
            assertThat(answer.body().path("user")).isEqualTo(user);
            assertTokenResponse(answer);
            assertThat(api().withToken(answer.text("token")).read("/users/me")).isEqualTo(user);
        }
    }

    /**
     * Given a wrong password, an unknown email address and an account without a password. When a login is attempted.
     * Then all responses are the same 401.
     */
    @Clause(
            value = "api.login-failures-indistinguishable",
            promise = "A failed login gets the same response whether or not the account exists or has a password.")
    void loginFailuresAreIndistinguishable() throws Exception {
        Account account = register();
        String unclaimed = Unique.email();
        createUser(account.api(), "Bob", unclaimed);

        for (String email : List.of(account.email(), Unique.email(), unclaimed, "no address " + account.id())) {
            for (Response answer : List.of(logIn(email, "wrong password"), logInByForm(email, "wrong password"))) {
                assertWrongPassword(answer);
                assertIndistinguishable(answer, logIn(Unique.email(), "wrong password"));
            }
        }
    }

    /**
     * Given a login without email or password. When it is sent. Then the response is 422 that names the missing fields.
     */
    @Clause(
            value = "api.login-names-missing-fields",
            promise = "A login without email or password gets 422, which names the missing fields.")
    void loginNamesMissingFields() throws Exception {
        api().post("/auth/login", object()).expectInvalid("email", "password");
        api().send("POST", "/auth/login", "application/x-www-form-urlencoded", "username=a%40example.com")
                .expectInvalid("password");
    }

    /**
     * Given no token, an invalid token or another scheme. When a path that requires a token is requested. Then the
     * response is 401 with {@code WWW-Authenticate}.
     */
    @Clause(
            value = "api.token-required",
            promise =
                    "A path that requires a token answers 401 without a valid one, and an invalid token is rejected on every path.")
    void rejectsRequestWithoutValidToken() throws Exception {
        Account account = register();
        for (String path : List.of("/users/me", "/users")) {
            assertUnauthorized(api().get(path), false);
            assertUnauthorized(api().withToken(account.token() + "x").get(path), true);
            assertUnauthorized(api().withHeader("Authorization", "Bearer a.b.c").get(path), true);
            assertUnauthorized(api().withHeader("Authorization", "Basic YTpi").get(path), false);
            api().withHeader("Authorization", "bearer " + account.token())
                    .get(path)
                    .expectStatus(200);
        }
        for (String forged : forgeries(account.token(), register().token())) {
            assertUnauthorized(api().withToken(forged).get("/users/me"), true);
        }
        assertUnauthorized(api().patch("/users/me", object().put("name", "x")), false);
        assertUnauthorized(api().put(account.path(), user("x", Unique.email())), false);
        assertUnauthorized(api().delete(account.path()), false);
        assertUnauthorized(api().post("/users", user("Bob", Unique.email())), false);
        // An invalid token is rejected even where no token is required.
        assertUnauthorized(api().withHeader("Authorization", "Bearer a.b.c").get(account.path()), true);
    }

    /** Returns tokens that anyone can make of two valid ones. If they are JSON Web Tokens, some are unsigned. */
    private static List<String> forgeries(String token, String other) {
        List<String> forged = new ArrayList<>(List.of(
                token.substring(1),
                token.substring(0, token.length() - 1),
                token.toUpperCase(Locale.ROOT),
                token + "=",
                token.substring(0, token.length() / 2) + other.substring(other.length() / 2)));
        String[] parts = token.split("\\.", -1);
        if (parts.length == 3) {
            for (String algorithm : List.of("none", "None", "HS256", "RS256")) {
                String header = Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(("{\"alg\":\"" + algorithm + "\"}").getBytes(StandardCharsets.UTF_8));
                forged.add(header + "." + parts[1] + ".");
                forged.add(header + "." + parts[1] + other.substring(other.lastIndexOf('.')));
            }
            forged.add(parts[0] + "." + parts[1] + ".");
        }
        return forged;
    }

    /** Given a deleted user. When its token or its password is used. Then both are rejected. */
    @Clause(
            value = "api.deleted-user-rejected",
            promise =
                    "The token and the password of a deleted user are rejected, and the email address can be registered again.")
    void rejectsTokenAndPasswordOfDeletedUser() throws Exception {
        Account account = register();
        account.api().delete(account.path()).expectStatus(204);

        assertUnauthorized(account.api().get("/users/me"), true);
        logIn(account.email(), account.password()).expectStatus(401);
        register(account.email(), "another password", "Next");
    }
}
