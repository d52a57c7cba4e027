package dev.roster.adapters.http.errors;

import static dev.roster.adapters.http.ErrorAssertions.assertError;
import static dev.roster.adapters.http.ErrorAssertions.fieldsOf;
import static dev.roster.adapters.http.TestServer.bearer;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roster.adapters.http.TestServer;
import dev.roster.testkit.fuzz.RawHttpConnection;
import dev.roster.testkit.fuzz.RawHttpResponse;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** All errors have the same body, whichever component rejects the request. */
class ErrorShapeTest {

    private static final String VALID = "{\"email\":\"a@example.com\",\"password\":\"12345678\",\"name\":\"A\"}";

    @RegisterExtension
    private static final TestServer SERVER = TestServer.start();

    private static String token;

    @BeforeAll
    static void createToken() throws Exception {
        token = SERVER.newToken();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/nowhere", "/users/1/more", "/auth", "/auth/register/x", "/health", "/USERS"})
    void returnsNotFoundForUnknownPath(String path) throws Exception {
        assertError(SERVER.get(path), 404, "Not found");
        assertError(SERVER.post(path, "{}"), 404, "Not found");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET    | /auth/register | POST",
                "DELETE | /auth/login    | POST",
                "POST   | /health/live   | GET, HEAD",
                "PATCH  | /users         | GET, POST, HEAD",
                "POST   | /users/1       | GET, PUT, DELETE, HEAD",
                "PATCH  | /users/1       | GET, PUT, DELETE, HEAD",
                "FOO    | /users/1       | GET, PUT, DELETE, HEAD",
                "TRACE  | /users/1       | GET, PUT, DELETE, HEAD",
                "PUT    | /users/me      | GET, HEAD, PATCH",
                "DELETE | /users/me      | GET, HEAD, PATCH",
                "POST   | /users/me      | GET, HEAD, PATCH",
            })
    void returnsMethodNotAllowedWithAllowHeader(String method, String path, String allow) throws Exception {
        HttpResponse<String> response = SERVER.send(method, path, "", bearer(token));

        assertError(response, 405, "Method not allowed");
        assertThat(response.headers().firstValue("Allow").orElse("").split(", ", -1))
                .containsExactlyInAnyOrder((allow + ", OPTIONS").split(", ", -1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "abc",
                "0",
                "-1",
                "01",
                "1.0",
                "9007199254740992",
                "99999999999999999999",
                "%20",
                "%F0%9F%98%80",
                "Me"
            })
    void returnsNotFoundForMalformedId(String id) throws Exception {
        RawHttpResponse anonymous = RawHttpConnection.sendAndAwaitClose(
                SERVER.port(), "GET /users/" + id + " HTTP/1.1\nHost: x\nConnection: close\n\n");

        assertError(anonymous, 404, "Not found");
        if (!id.contains("%")) {
            assertError(SERVER.sendJson("PUT", "/users/" + id, VALID, bearer(token)), 404, "Not found");
            assertError(SERVER.send("DELETE", "/users/" + id, "", bearer(token)), 404, "Not found");
        }
    }

    /** A response sent before the body is read would close the connection, and the client may lose the response. */
    @Test
    void keepsConnectionAliveAfterRejectingUnreadBody() throws Exception {
        try (RawHttpConnection connection = RawHttpConnection.open("localhost", SERVER.port())) {
            for (int i = 0; i < 500; i++) {
                connection.write("PATCH /users/me HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                        + "Content-Length: 2\r\n\r\n");

                RawHttpResponse response = connection.exchange("{}");

                assertThat(response.status()).as("response %d", i).isEqualTo(401);
                assertThat(response.header("Connection")).isEmpty();
            }
        }
    }

    @Test
    void returnsNotFoundForUnknownUser() throws Exception {
        assertError(SERVER.get("/users/9007199254740991"), 404, "Not found");
        assertError(SERVER.sendJson("PUT", "/users/9007199254740991", VALID, bearer(token)), 404, "Not found");
        assertError(SERVER.send("DELETE", "/users/9007199254740991", "", bearer(token)), 404, "Not found");
    }

    @Test
    void reportsAllViolationsAtOnce() throws Exception {
        JsonNode empty = assertError(SERVER.post("/auth/register", "{}"), 422, "Validation failed");
        JsonNode wrong = assertError(
                SERVER.post("/auth/register", "{\"email\":7,\"password\":\"short\",\"name\":null}"),
                422,
                "Validation failed");
        JsonNode put = assertError(
                SERVER.sendJson("PUT", "/users/1", "{\"bio\":[]}", bearer(token)), 422, "Validation failed");
        JsonNode patch = assertError(
                SERVER.sendJson("PATCH", "/users/me", "{\"name\":null,\"bio\":false}", bearer(token)),
                422,
                "Validation failed");

        assertThat(fieldsOf(empty)).containsExactly("email", "password", "name");
        assertThat(fieldsOf(wrong)).containsExactly("email", "password", "name");
        assertThat(wrong.path("detail").path(0).path("message").asText()).isEqualTo("must be a string");
        assertThat(fieldsOf(put)).containsExactly("name", "email", "bio");
        assertThat(fieldsOf(patch)).containsExactly("name", "bio");
        assertThat(patch.path("detail").path(0).path("message").asText()).isEqualTo("is required");
    }

    @Test
    void rejectsLoginWithoutFields() throws Exception {
        JsonNode json = assertError(SERVER.post("/auth/login", "{\"email\":1}"), 422, "Validation failed");
        JsonNode form = assertError(
                SERVER.send(
                        "POST",
                        "/auth/login",
                        "username=a&username=b&password=%zz",
                        "Content-Type",
                        "application/x-www-form-urlencoded"),
                422,
                "Validation failed");

        assertThat(fieldsOf(json)).containsExactly("email", "password");
        assertThat(fieldsOf(form)).containsExactly("username", "password");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "page=0                     | page",
                "page=-1&size=0             | page,size",
                "page=x&size=101            | page,size",
                "page=&size=                | page,size",
                "page=1.0                   | page",
                "page=2147483648            | page",
                "page=99999999999999999999&size=-99999999999999999999 | page,size",
                "size=%zz                   | size",
                "page=1&page=1              | page",
                "page=%EF%BC%91             | page",
            })
    void rejectsInvalidPageParameters(String query, String fields) throws Exception {
        RawHttpResponse response = RawHttpConnection.sendAndAwaitClose(
                SERVER.port(),
                "GET /users?" + query + " HTTP/1.1\nHost: x\nAuthorization: Bearer " + token
                        + "\nConnection: close\n\n");

        assertThat(fieldsOf(assertError(response, 422, "Validation failed"))).containsExactly(fields.split(",", -1));
    }
}
