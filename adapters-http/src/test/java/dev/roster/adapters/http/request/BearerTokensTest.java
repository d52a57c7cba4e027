package dev.roster.adapters.http.request;

import static dev.roster.adapters.http.ErrorAssertions.assertError;
import static dev.roster.adapters.http.ErrorAssertions.fieldsOf;
import static dev.roster.adapters.http.TestServer.bearer;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roster.adapters.http.TestServer;
import java.net.http.HttpResponse;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BearerTokensTest {

    @RegisterExtension
    private static final TestServer SERVER = TestServer.start();

    private static String token;

    @BeforeAll
    static void createToken() throws Exception {
        token = SERVER.newToken();
    }

    @Test
    void rejectsMissingOrInvalidToken() throws Exception {
        for (String[] call : new String[][] {
            {"GET", "/users/me"},
            {"GET", "/users"},
            {"PATCH", "/users/me"},
            {"PUT", "/users/1"},
            {"PUT", "/users/abc"},
            {"DELETE", "/users/1"}
        }) {
            HttpResponse<String> without = SERVER.send(call[0], call[1], "");
            HttpResponse<String> wrong = SERVER.send(call[0], call[1], "", bearer("x.y.z"));

            assertError(without, 401, "Unauthorized");
            assertThat(without.headers().allValues("WWW-Authenticate")).containsExactly("Bearer");
            assertError(wrong, 401, "Unauthorized");
            assertThat(wrong.headers().allValues("WWW-Authenticate")).containsExactly("Bearer error=\"invalid_token\"");
        }
    }

    @Test
    void validatesBodyOfCreationBeforeToken() throws Exception {
        JsonNode invalid = assertError(
                SERVER.post("/users", "{\"name\":\"\",\"email\":\"nowhere\"}", bearer("x")), 422, "Validation failed");

        assertThat(fieldsOf(invalid)).containsExactly("name", "email");
        assertError(SERVER.post("/users", "{\"name\":\"N\",\"email\":\"n@example.com\"}"), 401, "Unauthorized");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "Bearer ", "bearer x", "BEARER x y"})
    void rejectsInvalidTokenOnPublicRoute(String authorization) throws Exception {
        HttpResponse<String> response = SERVER.get("/users/1", "Authorization", authorization);

        assertError(response, 401, "Unauthorized");
        assertThat(response.headers().allValues("WWW-Authenticate")).containsExactly("Bearer error=\"invalid_token\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic YTpi", "Bearerx y", "Digest", ""})
    void ignoresOtherAuthenticationSchemes(String authorization) throws Exception {
        assertThat(SERVER.get("/users/1", "Authorization", authorization).statusCode())
                .isEqualTo(200);
    }

    @Test
    void rejectsTwoTokens() throws Exception {
        String[] twice = with(bearer(token), bearer(token));

        assertError(SERVER.get("/users/me", twice), 401, "Unauthorized");
    }

    @Test
    void challengesAfterWrongPassword() throws Exception {
        HttpResponse<String> response =
                SERVER.post("/auth/login", "{\"email\":\"nobody@example.com\",\"password\":\"x\"}");

        assertError(response, 401, "Invalid credentials");
        assertThat(response.headers().allValues("WWW-Authenticate")).containsExactly("Bearer");
    }

    private static String[] with(String[] headers, String... more) {
        String[] all = Arrays.copyOf(headers, headers.length + more.length);
        System.arraycopy(more, 0, all, headers.length, more.length);
        return all;
    }
}
