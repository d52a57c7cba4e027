package dev.roster.adapters.http.routes;

import static dev.roster.adapters.http.ErrorAssertions.assertError;
import static dev.roster.adapters.http.TestServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roster.adapters.http.TestServer;
import dev.roster.adapters.http.TestUser;
import dev.roster.testkit.fake.InMemoryEmailService.Kind;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Patterns of API tests to learn from and to copy. The contract of the API is {@code RosterApiContract}. */
class ApiPatternsTest {

    /** The fixture of all tests: one server for the class. */
    @RegisterExtension
    private static final TestServer SERVER = TestServer.start();

    /** The fixture of each test: a user of its own, registered and logged in. */
    private TestUser ann;

    @BeforeEach
    void logIn() throws Exception {
        ann = SERVER.newUser();
    }

    @Test
    void returnsUserThatIsLoggedIn() throws Exception {
        HttpResponse<String> response = ann.get("/users/me");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json(response).path("email").asText()).isEqualTo(ann.email());
    }

    @Test
    void acceptsOnlyValidTokens() throws Exception {
        HttpResponse<String> without = SERVER.get("/users/me");
        HttpResponse<String> invalid = SERVER.get("/users/me", "Authorization", "Bearer invalid");
        HttpResponse<String> valid = SERVER.get("/users/me", "Authorization", "Bearer " + ann.token());

        assertThat(without.statusCode()).isEqualTo(401);
        assertThat(invalid.statusCode()).isEqualTo(401);
        assertThat(valid.statusCode()).isEqualTo(200);
    }

    @Test
    void pagesAndFiltersPosts() throws Exception {
        ann.post("/posts", "{\"title\":\"First\",\"content\":\"\",\"published\":true}");
        ann.post("/posts", "{\"title\":\"Second\",\"content\":\"\",\"published\":true}");
        ann.post("/posts", "{\"title\":\"Third\",\"content\":\"\",\"published\":true}");
        ann.post("/posts", "{\"title\":\"Draft\",\"content\":\"\",\"published\":false}");

        JsonNode page = json(ann.get("/posts?author=" + ann.id() + "&published=true&page=2&size=2"));

        assertThat(page.path("items").findValuesAsText("title")).containsExactly("First");
        assertThat(page.path("total").asInt()).isEqualTo(3);
        assertThat(page.path("pages").asInt()).isEqualTo(2);
    }

    @Test
    void namesEachInvalidField() throws Exception {
        HttpResponse<String> response =
                SERVER.post("/auth/register", "{\"email\":\"nowhere\",\"password\":\"short\",\"name\":\"\"}");

        assertThat(response.statusCode()).isEqualTo(422);
        JsonNode error = json(response);
        assertThat(error.fieldNames()).toIterable().containsExactly("status", "error", "detail", "requestId");
        assertThat(error.path("error").asText()).isEqualTo("Validation failed");
        assertThat(error.path("detail").findValuesAsText("field")).containsExactly("email", "password", "name");
    }

    /** Has a server of its own, because it sets the clock. */
    @Test
    void acceptsMailedResetTokenForOneHour() throws Exception {
        try (TestServer server = TestServer.start()) {
            TestUser bob = server.newUser();
            server.post("/auth/password-reset", "{\"email\":\"" + bob.email() + "\"}");
            String first = server.latestToken(Kind.PASSWORD_RESET, bob.email());
            server.clock().advance(Duration.ofMinutes(59));
            server.post("/auth/password-reset", "{\"email\":\"" + bob.email() + "\"}");
            String second = server.latestToken(Kind.PASSWORD_RESET, bob.email());
            server.clock().advance(Duration.ofMinutes(1));

            HttpResponse<String> expired = reset(server, first);
            HttpResponse<String> valid = reset(server, second);

            assertError(expired, 400, "Invalid or expired token");
            assertThat(valid.statusCode()).isEqualTo(204);
            assertThat(bob.logIn("another horse").statusCode()).isEqualTo(200);
        }
    }

    private static HttpResponse<String> reset(TestServer server, String token) throws Exception {
        return server.post(
                "/auth/password-reset/confirm", "{\"token\":\"" + token + "\",\"password\":\"another horse\"}");
    }
}
