package dev.roster.adapters.http.routes;

import static dev.roster.adapters.http.ErrorAssertions.assertError;
import static dev.roster.adapters.http.ErrorAssertions.fieldsOf;
import static dev.roster.adapters.http.TestServer.bearer;
import static dev.roster.adapters.http.TestServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roster.adapters.http.TestServer;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Behavior of posts and comments that the API contract does not define. */
class PostRoutesTest {

    @RegisterExtension
    private static final TestServer SERVER = TestServer.start();

    private String token;
    private String user;

    @BeforeEach
    void register() throws Exception {
        JsonNode registered = SERVER.newUser();
        token = registered.path("access_token").asText();
        user = "/users/" + registered.path("id").asLong();
    }

    @Test
    void returnsLocationAndTagOfCreatedResource() throws Exception {
        HttpResponse<String> post = create();
        HttpResponse<String> comment = SERVER.post(location(post) + "/comments", "{\"content\":\"Hi\"}", bearer(token));

        assertThat(location(post)).isEqualTo("/posts/" + json(post).path("id").asLong());
        assertThat(location(comment))
                .isEqualTo("/comments/" + json(comment).path("id").asLong());
        assertThat(tag(post)).isEqualTo(tag(SERVER.get(location(post)))).matches("\"1-[0-9a-z]+-f\"");
    }

    @Test
    void reportsViolationsInFieldOrder() throws Exception {
        JsonNode error = assertError(
                SERVER.post("/posts", "{\"published\":\"yes\",\"content\":1}", bearer(token)),
                422,
                "Validation failed");

        assertThat(fieldsOf(error)).containsExactly("title", "content", "published");
        assertThat(error.path("detail").findValuesAsText("message"))
                .containsExactly("is required", "must be a string", "must be true or false");
        assertThat(fieldsOf(assertError(
                        SERVER.get("/posts?published=&after=x&page=1&author=&size=0&published="),
                        422,
                        "Validation failed")))
                .containsExactly("after", "page", "size", "published", "author");
    }

    @Test
    void checksTokenBeforeBody() throws Exception {
        assertError(SERVER.post("/posts", "{"), 401, "Unauthorized");
        assertError(SERVER.post("/posts/1/comments", "{"), 401, "Unauthorized");
        assertError(SERVER.sendJson("PUT", "/posts/abc", "{"), 401, "Unauthorized");
        assertError(SERVER.post("/posts", "{", bearer(token)), 400, "Malformed JSON");
    }

    @ParameterizedTest
    @CsvSource({
        "/posts/9007199254740991, There is no such post.",
        "/posts/abc, There is no such post.",
        "/posts/abc/comments, There is no such post.",
        "/comments/9007199254740991, There is no such comment.",
        "/comments/abc, There is no such comment.",
        "/users/me/posts, There is no such user.",
        "/users/9007199254740991/posts, There is no such user.",
        "/comments, There is nothing at this path.",
    })
    void namesMissingResource(String path, String detail) throws Exception {
        JsonNode error = assertError(SERVER.get(path), 404, "Not found");

        assertThat(error.path("detail").asText()).isEqualTo(detail);
    }

    /** A cache must not serve another caller's 404 to the author. */
    @Test
    void variesNotFoundByAuthorization() throws Exception {
        String draft = location(SERVER.post("/posts", "{\"title\":\"T\",\"content\":\"\"}", bearer(token)));
        for (String path : List.of(draft, draft + "/comments")) {
            HttpResponse<String> response = SERVER.get(path);

            assertError(response, 404, "Not found");
            assertThat(response.headers().firstValue("Vary")).contains("Authorization");
        }
    }

    @Test
    void returnsAllowHeaderForWrongMethod() throws Exception {
        assertAllowed("DELETE", "/posts", "GET", "HEAD", "POST", "OPTIONS");
        assertAllowed("POST", "/posts/1", "GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS");
        assertAllowed("PUT", "/posts/1/comments", "GET", "HEAD", "POST", "OPTIONS");
        assertAllowed("PATCH", "/comments/1", "GET", "HEAD", "DELETE", "OPTIONS");
        assertAllowed("POST", user + "/posts", "GET", "HEAD", "OPTIONS");
    }

    private static void assertAllowed(String method, String path, String... allowed) throws Exception {
        HttpResponse<String> response = SERVER.send(method, path, "");

        assertError(response, 405, "Method not allowed");
        assertThat(response.headers().firstValue("Allow").orElseThrow().split(", "))
                .containsExactlyInAnyOrder(allowed);
    }

    private HttpResponse<String> create() throws Exception {
        HttpResponse<String> response =
                SERVER.post("/posts", "{\"title\":\"Title\",\"content\":\"\",\"published\":true}", bearer(token));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        return response;
    }

    private static String location(HttpResponse<String> response) {
        return response.headers().firstValue("Location").orElseThrow();
    }

    private static String tag(HttpResponse<String> response) {
        return response.headers().firstValue("ETag").orElseThrow();
    }
}
