package dev.roster.adapters.http.request;

import static dev.roster.adapters.http.ErrorAssertions.assertError;
import static dev.roster.adapters.http.TestServer.bearer;
import static dev.roster.adapters.http.TestServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roster.adapters.http.TestServer;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionalRequestsTest {

    @RegisterExtension
    private static final TestServer SERVER = TestServer.start();

    private String token;
    private String path;

    @BeforeEach
    void register() throws Exception {
        JsonNode user = SERVER.newUser();
        token = user.path("access_token").asText();
        path = "/users/" + user.path("id").asLong();
    }

    @Test
    void returnsNotModifiedForMatchingTag() throws Exception {
        String tag = tag(SERVER.get(path));
        for (String known : List.of(tag, "W/" + tag, "\"x\", " + tag, "*")) {
            HttpResponse<String> response = SERVER.get(path, "If-None-Match", known);

            assertThat(response.statusCode()).isEqualTo(304);
            assertThat(response.body()).isEmpty();
            assertThat(tag(response)).isEqualTo(tag);
            assertThat(response.headers().firstValue("Vary")).contains("Authorization");
            assertThat(response.headers().firstValue("Content-Type")).isEmpty();
        }
        for (String unknown : List.of("\"x\"", "x", tag.replace("\"", ""), "")) {
            assertThat(SERVER.get(path, "If-None-Match", unknown).statusCode()).isEqualTo(200);
        }
        assertThat(SERVER.get(path, "If-None-Match", tag, "Authorization", "Bearer " + token)
                        .statusCode())
                .as("the tag of the other view")
                .isEqualTo(200);
    }

    @Test
    void checksIfMatchOfChangesAgainstTagsOfBothViews() throws Exception {
        String anonymous = tag(SERVER.get(path));
        String signedIn = tag(SERVER.get(path, bearer(token)));
        SERVER.clock().advance(Duration.ofSeconds(1));

        HttpResponse<String> first = rename("First", "If-Match", "\"x\", " + anonymous);
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(tag(first)).isEqualTo(tag(SERVER.get(path, bearer(token)))).isNotEqualTo(signedIn);
        assertError(rename("Stale", "If-Match", signedIn), 412, "Precondition failed");
        assertError(rename("Weak", "If-Match", "W/" + tag(first)), 412, "Precondition failed");
        assertThat(rename("Second", "If-Match", tag(first)).statusCode()).isEqualTo(200);
        assertThat(rename("Third", "If-Match", "*").statusCode()).isEqualTo(200);
        assertThat(json(SERVER.get(path)).path("name").asText()).isEqualTo("Third");
        assertError(delete("If-Match", signedIn), 412, "Precondition failed");
        assertError(delete("If-None-Match", "*"), 412, "Precondition failed");
        assertThat(delete("If-Match", tag(SERVER.get(path))).statusCode()).isEqualTo(204);
    }

    @Test
    void checksIfMatchOfReads() throws Exception {
        assertError(SERVER.get(path, "If-Match", "\"x\""), 412, "Precondition failed");
        assertThat(SERVER.get(path, "If-Match", tag(SERVER.get(path))).statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "", "\"x", "W/x"})
    void rejectsMalformedPreconditionHeaders(String malformed) throws Exception {
        assertError(rename("Unguarded", "If-Match", malformed), 400, "Bad request");
        assertError(delete("If-Match", malformed), 400, "Bad request");
        assertError(delete("If-None-Match", malformed), 400, "Bad request");
        assertThat(json(SERVER.get(path)).path("name").asText()).isEqualTo("Ann");
    }

    @Test
    void checksPermissionBeforePrecondition() throws Exception {
        String stranger = SERVER.newToken();

        HttpResponse<String> response =
                SERVER.send("DELETE", path, "", "Authorization", "Bearer " + stranger, "If-Match", "\"x\"");

        assertError(response, 403, "Forbidden");
    }

    private HttpResponse<String> rename(String name, String... headers) throws Exception {
        List<String> all = new ArrayList<>(List.of("Authorization", "Bearer " + token));
        all.addAll(List.of(headers));
        return SERVER.sendJson("PATCH", "/users/me", "{\"name\":\"" + name + "\"}", all.toArray(String[]::new));
    }

    private HttpResponse<String> delete(String... headers) throws Exception {
        List<String> all = new ArrayList<>(List.of("Authorization", "Bearer " + token));
        all.addAll(List.of(headers));
        return SERVER.send("DELETE", path, "", all.toArray(String[]::new));
    }

    private static String tag(HttpResponse<String> response) {
        return response.headers().firstValue("ETag").orElseThrow();
    }
}
