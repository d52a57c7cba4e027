package dev.roster.adapters.http.request;

import static dev.roster.adapters.http.ErrorAssertions.assertError;
import static dev.roster.adapters.http.TestServer.bearer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.adapters.http.TestServer;
import dev.roster.adapters.http.TestUser;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BearerTokensTest {

    @RegisterExtension
    private static final TestServer SERVER = TestServer.start();

    /** The token is checked before the id in the path and before the body. */
    @ParameterizedTest
    @CsvSource({
        "GET, /users/me",
        "GET, /users",
        "PATCH, /users/me",
        "PUT, /users/1",
        "PUT, /users/abc",
        "DELETE, /users/1",
        "POST, /posts",
        "PUT, /posts/abc",
        "POST, /posts/1/comments",
        "POST, /auth/password",
    })
    void rejectsMissingOrInvalidToken(String method, String path) throws Exception {
        HttpResponse<String> without = SERVER.sendJson(method, path, "{");
        HttpResponse<String> wrong = SERVER.sendJson(method, path, "{", bearer("x.y.z"));

        assertError(without, 401, "Unauthorized");
        assertThat(without.headers().allValues("WWW-Authenticate")).containsExactly("Bearer");
        assertError(wrong, 401, "Unauthorized");
        assertThat(wrong.headers().allValues("WWW-Authenticate")).containsExactly("Bearer error=\"invalid_token\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "Bearer ", "bearer x", "BEARER x y"})
    void rejectsInvalidTokenOnPublicRoute(String authorization) throws Exception {
        assertError(SERVER.get("/users/1", "Authorization", authorization), 401, "Unauthorized");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic YTpi", "Bearerx y", "Digest", ""})
    void ignoresOtherAuthenticationSchemes(String authorization) throws Exception {
        TestUser user = SERVER.newUser();

        assertThat(SERVER.get(user.path(), "Authorization", authorization).statusCode())
                .isEqualTo(200);
    }

    @Test
    void rejectsTwoTokens() throws Exception {
        TestUser user = SERVER.newUser();

        assertError(user.get("/users/me", bearer(user.token())), 401, "Unauthorized");
    }
}
