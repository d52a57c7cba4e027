package dev.roster.adapters.http.routes;

import static dev.roster.adapters.http.ErrorAssertions.assertError;
import static dev.roster.adapters.http.ErrorAssertions.fieldsOf;
import static dev.roster.adapters.http.TestServer.bearer;
import static dev.roster.adapters.http.TestServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roster.adapters.http.TestServer;
import dev.roster.testkit.fake.InMemoryEmailService.Kind;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Behavior of accounts that the API contract does not define. */
class AccountRoutesTest {

    @RegisterExtension
    private static final TestServer SERVER = TestServer.start();

    private String token;
    private String path;
    private String email;

    @BeforeEach
    void register() throws Exception {
        JsonNode user = SERVER.newUser();
        token = user.path("access_token").asText();
        path = "/users/" + user.path("id").asLong();
        email = user.path("email").asText();
    }

    private HttpResponse<String> logIn(String password) throws Exception {
        return SERVER.post("/auth/login", "{\"email\":\"" + email + "\",\"password\":\"" + password + "\"}");
    }

    @Test
    void roundsRetryAfterUpToSeconds() throws Exception {
        for (int i = 0; i < 6; i++) {
            assertThat(logIn("wrong horse").statusCode()).isEqualTo(i < 5 ? 401 : 429);
        }
        assertRetryAfter("1");
        SERVER.clock().advance(Duration.ofSeconds(1));
        assertError(logIn("wrong horse"), 401, "Invalid credentials");
        assertRetryAfter("2");
        SERVER.clock().advance(Duration.ofNanos(999_999_000));
        assertRetryAfter("2");
        SERVER.clock().advance(Duration.ofNanos(1_000));
        assertRetryAfter("1");
        SERVER.clock().advance(Duration.ofNanos(999_999_999));
        assertRetryAfter("1");
        SERVER.clock().advance(Duration.ofNanos(1));

        assertThat(logIn("12345678").statusCode()).isEqualTo(200);
    }

    private void assertRetryAfter(String seconds) throws Exception {
        HttpResponse<String> response = logIn("12345678");
        JsonNode error = assertError(response, 429, "Too many attempts");
        assertThat(error.path("detail").asText()).doesNotContain(seconds);
        assertThat(response.headers().allValues("Retry-After")).containsExactly(seconds);
        assertThat(response.headers().firstValue("WWW-Authenticate")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/auth/verify                 | {}              | 422",
                "/auth/verify                 | {\"token\":1}   | 422",
                "/auth/verify                 | {\"token\":\"\"} | 400",
                "/auth/verify                 | nonsense        | 400",
                "/auth/verify/resend          | {}              | 401",
                "/auth/password-reset         | {}              | 422",
                "/auth/password-reset         | {\"email\":\"x\"} | 202",
                "/auth/password-reset/confirm | {}              | 422",
                "/auth/password               | {}              | 401",
                "/auth/logout                 | {}              | 401",
                "/auth/login                  | {}              | 422",
                "/auth/register               | {}              | 422",
            })
    void forbidsCachingOfAuthResponses(String target, String body, int status) throws Exception {
        HttpResponse<String> response = SERVER.post(target, body);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().allValues("Cache-Control")).containsExactly("no-store");
    }

    @Test
    void emptyResponsesHaveNoContentType() throws Exception {
        for (HttpResponse<String> response : List.of(
                SERVER.post("/auth/password-reset", "{\"email\":\"" + email + "\"}"),
                SERVER.send("POST", "/auth/verify/resend", "", bearer(token)),
                SERVER.send("POST", "/auth/logout", "", bearer(token)))) {
            assertThat(response.statusCode()).isBetween(202, 204);
            assertThat(response.body()).isEmpty();
            assertThat(response.headers().firstValue("Content-Type")).isEmpty();
        }
    }

    @Test
    void checksTokenBeforeBody() throws Exception {
        assertError(SERVER.post("/auth/password", "nonsense"), 401, "Unauthorized");
        JsonNode both = assertError(
                SERVER.post("/auth/password", "{\"current\":null,\"password\":7}", bearer(token)),
                422,
                "Validation failed");
        assertThat(fieldsOf(both)).containsExactly("current", "password");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"\"", "\"wrong horse\"", "7"})
    void requiresPasswordOnlyForEmailChange(String password) throws Exception {
        String same = "{\"name\":\"Ann\",\"email\":\"" + email + "\",\"password\":" + password + "}";
        String other = same.replace(email, "x" + email);
        boolean missing = password.equals("null");
        boolean noText = password.equals("7");

        assertThat(SERVER.sendJson("PUT", path, same, bearer(token)).statusCode())
                .isEqualTo(noText ? 422 : 200);
        HttpResponse<String> refused = SERVER.sendJson("PUT", path, other, bearer(token));
        if (missing || noText) {
            assertThat(fieldsOf(assertError(refused, 422, "Validation failed"))).containsExactly("password");
        } else {
            assertError(refused, 401, "Invalid credentials");
            assertThat(refused.headers().allValues("WWW-Authenticate")).containsExactly("Bearer");
        }
        assertThat(json(SERVER.get("/users/me", bearer(token))).path("email").asText())
                .isEqualTo(email);
    }

    @Test
    void rejectsExpiredMailTokens() throws Exception {
        String verification = SERVER.latestToken(Kind.VERIFICATION, email);
        SERVER.post("/auth/password-reset", "{\"email\":\"" + email + "\"}");
        String reset = SERVER.latestToken(Kind.PASSWORD_RESET, email);

        SERVER.clock().advance(Duration.ofHours(1));
        String confirmation = "{\"token\":\"" + reset + "\",\"password\":\"another horse\"}";
        assertError(SERVER.post("/auth/password-reset/confirm", confirmation), 400, "Invalid or expired token");
        SERVER.clock().advance(Duration.ofHours(23));
        String verify = "{\"token\":\"" + verification + "\"}";
        assertError(SERVER.post("/auth/verify", verify), 400, "Invalid or expired token");
    }
}
