package dev.roster.testkit.contract.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roster.testkit.conformance.OptionalLibrary;
import dev.roster.testkit.contract.api.ApiClient.Account;
import dev.roster.testkit.contract.api.ApiClient.Response;
import dev.roster.testkit.data.Unique;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Base class of the parts of {@link RosterApiContract}. */
abstract class RosterApiPart {

    private final CreatedUsers createdUsers = new CreatedUsers();
    private ApiClient api;

    @SuppressWarnings("NullAway.Init") // set before each clause
    RosterApiPart() {}

    /** Returns the contract that this class is a part of. */
    abstract RosterApiContract contract();

    @BeforeEach
    final void connect() {
        OptionalLibrary.require(
                "com.fasterxml.jackson.databind.ObjectMapper", "com.fasterxml.jackson.core:jackson-databind");
        api = ApiClient.at(contract().baseUri(), contract().listener(), createdUsers);
    }

    @AfterEach
    final void deleteCreatedUsers() throws Exception {
        createdUsers.delete(api, contract().adminToken().value());
    }

    final ApiClient api() {
        return api;
    }

    static ObjectNode registration(String email, String password, String name) {
        return ApiClient.object().put("email", email).put("password", password).put("name", name);
    }

    static ObjectNode user(String name, String email) {
        return ApiClient.object().put("name", name).put("email", email);
    }

    /** Builds the body with which users change their own email address. */
    static ObjectNode user(String name, String email, String password) {
        return user(name, email).put("password", password);
    }

    static ObjectNode post(String title, String content, boolean published) {
        return ApiClient.object().put("title", title).put("content", content).put("published", published);
    }

    static ObjectNode comment(String content) {
        return ApiClient.object().put("content", content);
    }

    /** Creates a post and returns the response body. */
    static JsonNode createPost(ApiClient author, String title, boolean published) throws Exception {
        return author.post("/posts", post(title, "Content of " + title, published))
                .expectStatus(201)
                .body();
    }

    /** Returns the path of a post. */
    static String postPath(JsonNode post) {
        return "/posts/" + post.path("id").asLong();
    }

    /** Creates a comment and returns the response body. */
    static JsonNode createComment(ApiClient author, JsonNode post, String content) throws Exception {
        return author.post(postPath(post) + "/comments", comment(content))
                .expectStatus(201)
                .body();
    }

    final Account register() throws Exception {
        String email = Unique.email();
        Response answer = api.post("/auth/register", registration(email, RosterApiContract.PASSWORD, "Ann Example"))
                .expectStatus(201);
        JsonNode body = answer.body();
        return new Account(
                body.path("id").asLong(),
                email,
                RosterApiContract.PASSWORD,
                body.path("token").asText(),
                body.path("user"));
    }

    final Response logIn(String email, String password) throws Exception {
        return api.post("/auth/login", ApiClient.object().put("email", email).put("password", password));
    }

    /** Asserts whether the account's token is still accepted. */
    final void assertAuthenticated(Account account, boolean expected) throws Exception {
        Response me = api.authenticatedAs(account).get("/users/me");
        if (expected) {
            me.expectStatus(200);
        } else {
            assertUnauthorized(me, true);
        }
    }

    /** Asserts that a one-time token was rejected. */
    static void assertInvalidToken(Response answer) {
        assertThat(answer.expectStatus(400).text("error")).isEqualTo("Invalid or expired token");
    }

    /** Asserts that the password was rejected, not the access token. */
    static void assertWrongPassword(Response answer) {
        assertUnauthorized(answer, false);
        assertThat(answer.text("error")).isEqualTo("Invalid credentials");
    }

    /** Asserts that a client cannot distinguish the two responses. */
    static void assertIndistinguishable(Response one, Response other) {
        assertThat(one.status()).isEqualTo(other.status());
        assertThat(one.comparableContent()).isEqualTo(other.comparableContent());
    }

    static ObjectNode passwordChange(String current, String password) {
        return ApiClient.object().put("current", current).put("password", password);
    }

    static ObjectNode tokenAndPassword(String token, String password) {
        return ApiClient.object().put("token", token).put("password", password);
    }

    static void assertMicroseconds(String instant) {
        assertThat(Instant.parse(instant).truncatedTo(ChronoUnit.MICROS)).hasToString(instant);
    }

    static void assertUnauthorized(Response answer, boolean tokenWasSent) {
        answer.expectStatus(401);
        assertThat(answer.header("WWW-Authenticate")).get().asString().startsWith("Bearer");
        assertThat(answer.header("WWW-Authenticate").orElseThrow().contains("error=\"invalid_token\""))
                .as("error of %s", answer.request())
                .isEqualTo(tokenWasSent);
    }
}
