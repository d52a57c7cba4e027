package dev.roster.testkit.contract.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.contract.api.ApiClient.Account;
import dev.roster.testkit.contract.api.ApiClient.Response;
import dev.roster.testkit.data.Unique;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Registering, logging in, and who is calling. */
abstract class RosterApiSessionsContract extends RosterApiPart {

    RosterApiSessionsContract() {}

    private static String form(String username, String password) {
        return "grant_type=password&username=" + URLEncoder.encode(username, StandardCharsets.UTF_8) + "&password="
                + URLEncoder.encode(password, StandardCharsets.UTF_8);
    }

    private Response logInByForm(String username, String password) throws Exception {
        return api().send("POST", "/auth/login", "application/x-www-form-urlencoded", form(username, password));
    }

    /** Given a valid registration; then 201 with place, user twice, and a token under both names; no password. */
    @Clause("api.register-returns-user-and-token")
    void registrationReturnsUserAndToken() throws Exception {
        String email = Unique.email();

        Response answer = api().post(
                        "/auth/register", registration("  " + email + " ", RosterApiContract.PASSWORD, "Ann"))
                .expectStatus(201);

        JsonNode body = answer.body();
        JsonNode user = body.path("user");
        assertThat(answer.header("Location"))
                .get()
                .asString()
                .endsWith("/users/" + body.path("id").asLong());
        assertThat(fields(user)).containsExactly("id", "email", "name", "bio", "verified", "createdAt", "updatedAt");
        user.properties().forEach(field -> assertThat(body.path(field.getKey())).isEqualTo(field.getValue()));
        assertThat(user.path("id").isIntegralNumber()).isTrue();
        assertThat(user.path("email").asText()).isEqualTo(email);
        assertThat(user.path("name").asText()).isEqualTo("Ann");
        assertThat(user.path("bio").asText("?")).isEmpty();
        assertThat(user.path("verified").asBoolean(true)).isFalse();
        assertThat(user.path("updatedAt")).isEqualTo(user.path("createdAt"));
        assertThat(java.time.Instant.parse(user.path("createdAt").asText()))
                .hasToString(user.path("createdAt").asText());
        assertThat(answer.response().body()).doesNotContain(RosterApiContract.PASSWORD);
        assertTokenResponse(answer);
        JsonNode read = api().withHeader(
                        "Authorization", "Bearer " + body.path("token").asText())
                .get("/users/me")
                .expectStatus(200)
                .body();
        assertThat(read).isEqualTo(user);
    }

    private static void assertTokenResponse(Response answer) {
        JsonNode body = answer.body();
        assertThat(body.path("token").asText())
                .isNotBlank()
                .isEqualTo(body.path("access_token").asText());
        assertThat(body.path("token_type").asText()).isEqualTo("bearer");
        assertThat(body.path("expires_in").isIntegralNumber()).isTrue();
        assertThat(body.path("expires_in").asLong()).isPositive();
        assertThat(answer.header("Cache-Control")).get().asString().contains("no-store");
    }

    private static List<String> fields(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** Given a user; when somebody registers the address, in any case; then 400, and the first can still log in. */
    @Clause("api.register-duplicate-rejected")
    void rejectsDuplicateRegistration() throws Exception {
        Account account = register();
        for (String same : List.of(account.email(), account.email().toUpperCase(Locale.ROOT))) {
            Response answer = api().post("/auth/register", registration(same, "another password", "Other"))
                    .expectStatus(400);
            assertThat(answer.text("error")).isEqualTo("email already exists");
        }
        assertThat(logIn(account.email(), account.password())
                        .expectStatus(200)
                        .body()
                        .path("user"))
                .isEqualTo(account.user());
    }

    /** Given a registration with several faults; then 422 names every one of them, not the first alone. */
    @Clause("api.register-names-every-error")
    void registrationNamesEveryInvalidField() throws Exception {
        assertThat(api().post("/auth/register", registration("not-an-address", "short", ""))
                        .invalidFields())
                .containsExactlyInAnyOrder("email", "password", "name");
        assertThat(api().post("/auth/register", ApiClient.object()).invalidFields())
                .containsExactlyInAnyOrder("email", "password", "name");
        assertThat(api().post("/auth/register", registration(Unique.email(), "p".repeat(129), "n".repeat(101)))
                        .invalidFields())
                .containsExactlyInAnyOrder("password", "name");
        assertThat(api().post("/auth/register", registration(Unique.email(), "1234567", "Ann"))
                        .invalidFields())
                .containsExactly("password");
        // The longest and the shortest that will do, in characters of two UTF-16 units.
        api().post("/auth/register", registration(Unique.email(), "😀".repeat(128), "😀".repeat(100)))
                .expectStatus(201);
        api().post("/auth/register", registration(Unique.email(), "😀".repeat(8), "n"))
                .expectStatus(201);
    }

    /** Given a user; when logging in with the form of OAuth 2 or with JSON; then 200 with user and token. */
    @Clause("api.login-by-form-and-json")
    void acceptsLoginByFormAndJson() throws Exception {
        String email = "plus+and&amp=" + Unique.email();
        String password = "p&ss=w%rd + ü😀";
        JsonNode user = api().post("/auth/register", registration(email, password, "Ann"))
                .expectStatus(201)
                .body()
                .path("user");

        for (Response answer : List.of(
                logIn(email, password),
                logIn(email.toUpperCase(Locale.ROOT), password),
                logInByForm(email, password),
                logInByForm(" " + email, password))) {
            answer.expectStatus(200);
            assertThat(answer.body().path("user")).isEqualTo(user);
            assertTokenResponse(answer);
            assertThat(api().withHeader("Authorization", "Bearer " + answer.text("token"))
                            .get("/users/me")
                            .expectStatus(200)
                            .body())
                    .isEqualTo(user);
        }
    }

    /** Given a wrong password, an unknown address and an account without a password; then 401, word for word alike. */
    @Clause("api.login-failures-indistinguishable")
    void loginFailuresAreIndistinguishable() throws Exception {
        Account account = register();
        String unclaimed = Unique.email();
        api().authenticatedAs(account).post("/users", user("Bob", unclaimed)).expectStatus(201);

        for (String email : List.of(account.email(), Unique.email(), unclaimed, "no address " + account.id())) {
            for (Response answer : List.of(logIn(email, "wrong password"), logInByForm(email, "wrong password"))) {
                answer.expectStatus(401);
                assertThat(answer.text("error")).isEqualTo("Invalid credentials");
                ObjectNode body = answer.body().deepCopy();
                ObjectNode expected =
                        logIn(Unique.email(), "wrong password").body().deepCopy();
                assertThat(body.without("requestId").toString())
                        .isEqualTo(expected.without("requestId").toString());
            }
        }
    }

    /** Given a login without address or password; then 422 names what is missing. */
    @Clause("api.login-names-missing-fields")
    void loginNamesMissingFields() throws Exception {
        assertThat(api().post("/auth/login", ApiClient.object()).invalidFields())
                .containsExactlyInAnyOrder("email", "password");
        assertThat(api().send("POST", "/auth/login", "application/x-www-form-urlencoded", "username=a%40example.com")
                        .invalidFields())
                .containsExactly("password");
    }

    /** Given no token, a broken one or one in another scheme; when it is needed; then 401 that says how to sign in. */
    @Clause("api.token-required")
    void rejectsRequestWithoutValidToken() throws Exception {
        Account account = register();
        for (String path : List.of("/users/me", "/users")) {
            assertUnauthorized(api().get(path), false);
            assertUnauthorized(
                    api().withHeader("Authorization", "Bearer " + account.token() + "x")
                            .get(path),
                    true);
            assertUnauthorized(api().withHeader("Authorization", "Bearer a.b.c").get(path), true);
            assertUnauthorized(api().withHeader("Authorization", "Basic YTpi").get(path), false);
            api().withHeader("Authorization", "bearer " + account.token())
                    .get(path)
                    .expectStatus(200);
        }
        assertUnauthorized(api().patch("/users/me", ApiClient.object().put("name", "x")), false);
        assertUnauthorized(api().put(account.path(), user("x", Unique.email())), false);
        assertUnauthorized(api().delete(account.path()), false);
        assertUnauthorized(api().post("/users", user("Bob", Unique.email())), false);
        // Where no token is needed, a broken one is refused all the same.
        assertUnauthorized(api().withHeader("Authorization", "Bearer a.b.c").get(account.path()), true);
    }

    /** Given a deleted user; then the token is refused, and so is the password. */
    @Clause("api.deleted-user-rejected")
    void rejectsTokenAndPasswordOfDeletedUser() throws Exception {
        Account account = register();
        api().authenticatedAs(account).delete(account.path()).expectStatus(204);

        assertUnauthorized(api().authenticatedAs(account).get("/users/me"), true);
        logIn(account.email(), account.password()).expectStatus(401);
        api().post("/auth/register", registration(account.email(), "another password", "Next"))
                .expectStatus(201);
    }
}
