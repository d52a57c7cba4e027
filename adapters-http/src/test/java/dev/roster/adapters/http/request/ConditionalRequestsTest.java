package dev.roster.adapters.http.request;

import static dev.roster.adapters.http.ErrorAssertions.assertError;
import static dev.roster.adapters.http.TestServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.adapters.http.TestServer;
import dev.roster.adapters.http.TestUser;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Behavior that the API contract does not define: both views of a user, reads, and malformed headers. */
class ConditionalRequestsTest {

    @RegisterExtension
    private static final TestServer SERVER = TestServer.start();

    private TestUser user;

    @BeforeEach
    void register() throws Exception {
        user = SERVER.newUser();
    }

    @Test
    void returnsNotModifiedForTagOfSameViewOnly() throws Exception {
        String tag = tag(SERVER.get(user.path()));

        HttpResponse<String> unchanged = SERVER.get(user.path(), "If-None-Match", tag);
        assertThat(unchanged.statusCode()).isEqualTo(304);
        assertThat(unchanged.headers().firstValue("Vary")).contains("Authorization");
        for (String unknown : List.of("\"x\"", "x", tag.replace("\"", ""), "")) {
            assertThat(SERVER.get(user.path(), "If-None-Match", unknown).statusCode())
                    .isEqualTo(200);
        }
        assertThat(user.get(user.path(), "If-None-Match", tag).statusCode())
                .as("the tag of the other view")
                .isEqualTo(200);
    }

    @Test
    void checksIfMatchOfChangesAgainstTagsOfBothViews() throws Exception {
        String anonymous = tag(SERVER.get(user.path()));
        String complete = tag(user.get(user.path()));
        SERVER.clock().advance(Duration.ofSeconds(1));

        HttpResponse<String> first = rename("First", "If-Match", "\"x\", " + anonymous);
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(tag(first)).isEqualTo(tag(user.get(user.path()))).isNotEqualTo(complete);
        assertError(rename("Stale", "If-Match", anonymous), 412, "Precondition failed");
        assertThat(rename("Second", "If-Match", tag(first)).statusCode()).isEqualTo(200);
        assertError(delete("If-None-Match", "*"), 412, "Precondition failed");
        assertThat(delete("If-Match", tag(SERVER.get(user.path()))).statusCode())
                .isEqualTo(204);
    }

    @Test
    void checksIfMatchOfReads() throws Exception {
        assertError(SERVER.get(user.path(), "If-Match", "\"x\""), 412, "Precondition failed");
        assertThat(SERVER.get(user.path(), "If-Match", tag(SERVER.get(user.path())))
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "", "\"x", "W/x"})
    void rejectsMalformedPreconditionHeaders(String malformed) throws Exception {
        assertError(rename("Unguarded", "If-Match", malformed), 400, "Bad request");
        assertError(delete("If-Match", malformed), 400, "Bad request");
        assertError(delete("If-None-Match", malformed), 400, "Bad request");
        assertThat(json(SERVER.get(user.path())).path("name").asText()).isEqualTo("Ann");
    }

    @Test
    void checksPermissionBeforePrecondition() throws Exception {
        TestUser stranger = SERVER.newUser();

        assertError(stranger.send("DELETE", user.path(), "", "If-Match", "\"x\""), 403, "Forbidden");
    }

    private HttpResponse<String> rename(String name, String... headers) throws Exception {
        return user.sendJson("PATCH", "/users/me", "{\"name\":\"" + name + "\"}", headers);
    }

    private HttpResponse<String> delete(String... headers) throws Exception {
        return user.send("DELETE", user.path(), "", headers);
    }

    private static String tag(HttpResponse<String> response) {
        return response.headers().firstValue("ETag").orElseThrow();
    }
}
