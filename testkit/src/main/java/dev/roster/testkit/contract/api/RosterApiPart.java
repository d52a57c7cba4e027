package dev.roster.testkit.contract.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roster.testkit.contract.api.ApiClient.Account;
import dev.roster.testkit.contract.api.traffic.OutageGate;
import dev.roster.testkit.data.Unique;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.support.TypeBasedParameterResolver;

/** Base class of the parts of {@link RosterApiContract}. */
@ExtendWith(RosterApiPart.EnclosingContract.class)
abstract class RosterApiPart {

    static final String[] PAGE_FIELDS = {"items", "total", "page", "size", "pages"};

    private final CreatedUsers createdUsers = new CreatedUsers();
    private RosterApiContract contract;
    private ApiClient api;
    private OutageGate gate;

    @SuppressWarnings("NullAway.Init") // set before each clause
    RosterApiPart() {}

    @BeforeEach
    final void connect(RosterApiContract enclosing) throws InterruptedException {
        contract = enclosing;
        api = ApiClient.at(contract.baseUri(), contract.longestRequest(), contract.listener(), createdUsers);
        gate = new OutageGate(contract.baseUri(), runsAlone());
        gate.enter();
    }

    @AfterEach
    final void deleteCreatedUsers() throws Exception {
        try {
            createdUsers.delete(api, contract.adminToken().value());
        } finally {
            gate.leave();
        }
    }

    /** Returns whether no other clause may run on the server meanwhile. */
    boolean runsAlone() {
        return false;
    }

    /** Passes the instance of the contract that encloses a part. */
    static final class EnclosingContract extends TypeBasedParameterResolver<RosterApiContract> {
        @Override
        public RosterApiContract resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRequiredTestInstances()
                    .findInstance(RosterApiContract.class)
                    .orElseThrow();
        }
    }

    final RosterApiContract contract() {
        return contract;
    }

    final ApiClient api() {
        return api;
    }

    static ObjectNode object() {
        return ApiClient.object();
    }

    /** Returns the number and the default size of the first page. */
    static ObjectNode firstPage() {
        return object().put("page", 1).put("size", 20);
    }

    static ObjectNode registration(String email, String password, String name) {
        return object().put("email", email).put("password", password).put("name", name);
    }

    static ObjectNode user(String name, String email) {
        return object().put("name", name).put("email", email);
    }

    /** Builds the body with which users change their own email address. */
    static ObjectNode user(String name, String email, String password) {
        return user(name, email).put("password", password);
    }

    static ObjectNode post(String title, String content, boolean published) {
        return object().put("title", title).put("content", content).put("published", published);
    }

    static ObjectNode comment(String content) {
        return object().put("content", content);
    }

    static JsonNode createPost(ApiClient author, String title, boolean published) throws Exception {
        return author.post("/posts", post(title, "Content of " + title, published))
                .expectStatus(201)
                .body();
    }

    static String postPath(JsonNode post) {
        return "/posts/" + post.path("id").asLong();
    }

    static String commentsPath(JsonNode post) {
        return postPath(post) + "/comments";
    }

    static String commentPath(JsonNode comment) {
        return "/comments/" + comment.path("id").asLong();
    }

    static JsonNode createComment(ApiClient author, JsonNode post, String content) throws Exception {
        return author.post(commentsPath(post), comment(content))
                .expectStatus(201)
                .body();
    }

    final Account register() throws Exception {
        return register(api);
    }

    static Account register(ApiClient api) throws Exception {
        ObjectNode registration = registration(Unique.email(), RosterApiContract.PASSWORD, "Ann Example");
        return api.account(
                RosterApiContract.PASSWORD,
                api.post("/auth/register", registration).expectStatus(201));
    }

    final Response register(String email, String password, String name) throws Exception {
        return api.post("/auth/register", registration(email, password, name)).expectStatus(201);
    }

    /** Creates an account without a password and returns the response. */
    static Response createUser(ApiClient creator, String name, String email) throws Exception {
        return creator.post("/users", user(name, email)).expectStatus(201);
    }

    final Response logIn(String email, String password) throws Exception {
        return api.post("/auth/login", object().put("email", email).put("password", password));
    }

    /** Asserts whether the account's token is still accepted. */
    final void assertAuthenticated(Account account, boolean expected) throws Exception {
        Response me = account.api().get("/users/me");
        if (expected) {
            me.expectStatus(200);
        } else {
            assertUnauthorized(me, true);
        }
    }

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

    /** Asserts that HEAD returns the headers of GET, and that caches separate callers. */
    final void assertHeadLikeGet(String path) throws Exception {
        Response get = api.get(path).expectStatus(200);
        Response head = api.send("HEAD", path).expectEmpty(200);
        for (String header : List.of("ETag", "Content-Type", "Vary")) {
            assertThat(head.header(header)).as("%s of %s", header, path).isEqualTo(get.header(header));
        }
        assertThat(get.header("Vary")).get().asString().containsIgnoringCase("Authorization");
    }

    static ObjectNode passwordChange(String current, String password) {
        return object().put("current", current).put("password", password);
    }

    static ObjectNode tokenAndPassword(String token, String password) {
        return object().put("token", token).put("password", password);
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
