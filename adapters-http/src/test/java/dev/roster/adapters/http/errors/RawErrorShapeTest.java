package dev.roster.adapters.http.errors;

import static dev.roster.adapters.http.ErrorAssertions.assertError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.roster.adapters.http.TestServer;
import dev.roster.testkit.fuzz.RawHttpConnection;
import dev.roster.testkit.fuzz.RawHttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors for malformed requests that HTTP client libraries do not send. */
class RawErrorShapeTest {

    private static final String END = "\nHost: x\nConnection: close\n\n";

    @RegisterExtension
    private static final TestServer SERVER = TestServer.start();

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
    void returnsNotFoundForWebSocketUpgrade() throws Exception {
        RawHttpResponse response = RawHttpConnection.sendAndAwaitClose(SERVER.port(), """
                GET /users/1 HTTP/1.1
                Host: x
                Sec-WebSocket-Version: 13
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
                Upgrade: websocket
                Connection: Upgrade, close

                """);

        assertError(response, 404, "Not found");
    }

    @Test
    void ignoresMethodOverrideHeaderAndDoesNotRevealServerProduct() throws Exception {
        RawHttpResponse response = RawHttpConnection.sendAndAwaitClose(
                SERVER.port(), "GET /health/live HTTP/1.1\nX-HTTP-Method-Override: DELETE" + END);

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.headers()).doesNotContainKeys("server", "x-powered-by", "set-cookie");
    }
}
