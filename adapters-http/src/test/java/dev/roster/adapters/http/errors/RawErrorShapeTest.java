package dev.roster.adapters.http.errors;

import static dev.roster.adapters.http.ErrorAssertions.assertError;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.adapters.http.TestServer;
import dev.roster.testkit.fuzz.RawHttpConnection;
import dev.roster.testkit.fuzz.RawHttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
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

    @Test
    void rejectsTooLongTarget() throws Exception {
        RawHttpResponse response =
                RawHttpConnection.sendAndAwaitClose(SERVER.port(), "GET /" + "x".repeat(20_000) + " HTTP/1.1" + END);

        assertError(response, 414, "URI too long");
    }

    @Test
    void rejectsTooLargeHeaders() throws Exception {
        RawHttpResponse response = RawHttpConnection.sendAndAwaitClose(
                SERVER.port(), "GET / HTTP/1.1\nHost: x\nX-Large: " + "x".repeat(20_000) + "\n\n");

        assertError(response, 431, "Request header fields too large");
    }

    @Test
    void rejectsOtherHttpVersion() throws Exception {
        assertError(
                RawHttpConnection.sendAndAwaitClose(SERVER.port(), "GET / HTTP/9.9" + END),
                505,
                "HTTP version not supported");
    }

    @Test
    void rejectsMalformedChunk() throws Exception {
        RawHttpResponse chunked = RawHttpConnection.sendAndAwaitClose(
                SERVER.port(),
                "POST /auth/register HTTP/1.1\nHost: x\nContent-Type: application/json\nTransfer-Encoding: chunked\n\nzz\n");

        assertError(chunked, 400, "Bad request");
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
    void rejectsLargeBodyBeforeContinue() throws Exception {
        RawHttpResponse response = RawHttpConnection.sendAndAwaitClose(SERVER.port(), """
                POST /auth/register HTTP/1.1
                Host: x
                Content-Type: application/json
                Content-Length: 1048577
                Expect: 100-continue
                Connection: close

                """);

        assertError(response, 413, "Content too large");
    }

    @Test
    void rejectsHugeContentLength() throws Exception {
        RawHttpResponse response = RawHttpConnection.sendAndAwaitClose(SERVER.port(), """
                POST /auth/register HTTP/1.1
                Host: x
                Content-Type: application/json
                Content-Length: 99999999999
                Connection: close

                """);

        assertError(response, 413, "Content too large");
    }

    @Test
    void ignoresMethodOverrideHeader() throws Exception {
        RawHttpResponse response = RawHttpConnection.sendAndAwaitClose(
                SERVER.port(),
                "GET /health/live HTTP/1.1\nHost: x\nX-HTTP-Method-Override: DELETE\nConnection: close\n\n");

        assertThat(response.status()).isEqualTo(200);
    }

    @Test
    void doesNotRevealServerProduct() throws Exception {
        RawHttpResponse response =
                RawHttpConnection.sendAndAwaitClose(SERVER.port(), "GET /health/live HTTP/1.1" + END);

        assertThat(response.headers()).doesNotContainKeys("server", "x-powered-by", "set-cookie");
    }
}
