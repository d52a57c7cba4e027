package dev.roster.adapters.http.errors;

import static dev.roster.adapters.http.ErrorAssertions.assertError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.roster.adapters.http.TestServer;
import dev.roster.adapters.http.TestUser;
import dev.roster.testkit.fuzz.RawHttpConnection;
import dev.roster.testkit.fuzz.RawHttpResponse;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * All errors have the same body, whichever component rejects the request, also if no HTTP client library would send it.
 */
class ErrorShapeTest {

    private static final String END = "\nHost: x\nConnection: close\n\n";
    private static final String VALID = "{\"email\":\"a@example.com\",\"password\":\"12345678\",\"name\":\"A\"}";

    @RegisterExtension
    private static final TestServer SERVER = TestServer.start();

    private static TestUser user;

    @BeforeAll
    static void register() throws Exception {
        user = SERVER.newUser();
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
                "DELETE | /posts         | GET, HEAD, POST",
                "POST   | /posts/1       | GET, HEAD, PUT, PATCH, DELETE",
                "PUT    | /posts/1/comments | GET, HEAD, POST",
                "PATCH  | /comments/1    | GET, HEAD, DELETE",
                "POST   | /users/1/posts | GET, HEAD",
            })
    void returnsMethodNotAllowedWithAllowHeader(String method, String path, String allow) throws Exception {
        HttpResponse<String> response = user.send(method, path, "");

        assertError(response, 405, "Method not allowed");
        assertThat(response.headers().firstValue("Allow").orElse("").split(", ", -1))
                .containsExactlyInAnyOrder((allow + ", OPTIONS").split(", ", -1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "0", "01", "1.0", "9007199254740991", "9007199254740992", "Me"})
    void returnsNotFoundForMalformedId(String id) throws Exception {
        assertError(SERVER.get("/users/" + id), 404, "Not found");
        assertError(user.sendJson("PUT", "/users/" + id, VALID), 404, "Not found");
        assertError(user.send("DELETE", "/users/" + id, ""), 404, "Not found");
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /users/%zz HTTP/1.1" + END,
                "GET /users/%4 HTTP/1.1" + END,
                "GET /users/%c3 HTTP/1.1" + END,
                "GET /users/%2e%2e/health HTTP/1.1" + END,
                "GET /users/%00 HTTP/1.1" + END,
                "GET /users%2f1 HTTP/1.1" + END,
                "GET /../etc/passwd HTTP/1.1" + END,
                "GET /a b HTTP/1.1" + END,
                "nonsense\n\n",
                "GET / HTTP/1.1\n\n",
                "GET / HTTP/1.1\nHost: x\nHost: y\n\n",
                "GET / HTTP/1.1\nHost: x\nno colon\n\n",
                "GET / HTTP/1.1\nHost: x\nX: \u0000\n\n",
                "POST /auth/register HTTP/1.1\nHost: x\nContent-Type: application/json\nContent-Length: x\n\n",
                "POST /auth/register HTTP/1.1\nHost: x\nContent-Length: 1\nTransfer-Encoding: chunked\n\n",
            })
    void rejectsMalformedHttp(String request) throws Exception {
        assertError(RawHttpConnection.sendAndAwaitClose(SERVER.port(), request), 400, "Bad request");
    }

    @ParameterizedTest
    @MethodSource("rejectedRequests")
    void rejectsRequest(int status, String error, String request) throws Exception {
        assertError(RawHttpConnection.sendAndAwaitClose(SERVER.port(), request), status, error);
    }

    static List<Arguments> rejectedRequests() {
        String post = "POST /auth/register HTTP/1.1\nHost: x\nContent-Type: application/json\n";
        return List.of(
                arguments(400, "Bad request", post + "Transfer-Encoding: chunked\n\nzz\n"),
                arguments(404, "Not found", "GET /users/%20 HTTP/1.1" + END),
                arguments(
                        404,
                        "Not found",
                        "GET /users/1 HTTP/1.1\nSec-WebSocket-Version: 13\n"
                                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\n"
                                + "Upgrade: websocket\nHost: x\nConnection: Upgrade, close\n\n"),
                arguments(
                        413,
                        "Content too large",
                        post + "Connection: close\nTransfer-Encoding: chunked\n\n100001\n" + " ".repeat(0x100001)
                                + "\n0\n\n"),
                arguments(413, "Content too large", post + "Content-Length: 1048577\nExpect: 100-continue\n\n"),
                arguments(413, "Content too large", post + "Content-Length: 99999999999\n\n"),
                arguments(414, "URI too long", "GET /" + "x".repeat(20_000) + " HTTP/1.1" + END),
                arguments(
                        431,
                        "Request header fields too large",
                        "GET / HTTP/1.1\nHost: x\nX-Large: " + "x".repeat(20_000) + "\n\n"),
                arguments(505, "HTTP version not supported", "GET / HTTP/9.9" + END));
    }

    @Test
    void ignoresMethodOverrideHeaderAndDoesNotRevealServerProduct() throws Exception {
        RawHttpResponse response = RawHttpConnection.sendAndAwaitClose(
                SERVER.port(), "GET /health/live HTTP/1.1\nX-HTTP-Method-Override: DELETE" + END);

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.headers()).doesNotContainKeys("server", "x-powered-by", "set-cookie");
    }
}
