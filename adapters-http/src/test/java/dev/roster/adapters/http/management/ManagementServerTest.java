package dev.roster.adapters.http.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roster.adapters.http.ServerStartException;
import dev.roster.testkit.fuzz.RawHttpConnection;
import dev.roster.testkit.fuzz.RawHttpResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ManagementServerTest {

    private static final String HOST = "127.0.0.1";

    @AutoClose
    private final ManagementServer server = ManagementServer.start(HOST, 0, ManagementServerTest::metrics);

    private static byte[] metrics(MetricsFormat format) {
        return ("format " + format + "\n").getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void servesMetricsInThePreferredFormat() throws Exception {
        RawHttpResponse text = get("/metrics", "");
        RawHttpResponse open = get("/metrics", "Accept: application/openmetrics-text\n");

        assertThat(text.status()).isEqualTo(200);
        assertThat(text.header("Content-Type")).contains("text/plain; version=0.0.4; charset=utf-8");
        assertThat(text.text()).isEqualTo("format PROMETHEUS_TEXT\n");
        assertThat(open.header("Content-Type")).contains("application/openmetrics-text; version=1.0.0; charset=utf-8");
        assertThat(open.text()).isEqualTo("format OPEN_METRICS\n");
        assertThat(text.header("Connection")).contains("close");
    }

    @Test
    void sendsHeadersOnlyForHead() throws Exception {
        try (RawHttpConnection connection = RawHttpConnection.open(HOST, port(server))) {
            connection.write("HEAD /metrics HTTP/1.1\r\nHost: x\r\n\r\n");
            RawHttpResponse head = connection.read(true);

            assertThat(head.status()).isEqualTo(200);
            assertThat(head.header("Content-Length"))
                    .contains(String.valueOf(metrics(MetricsFormat.PROMETHEUS_TEXT).length));
        }
    }

    @Test
    void rejectsOtherPathsAndMethods() throws Exception {
        for (String path : List.of("/", "/metrics/", "/metrics/x", "/users/1", "/health", "/favicon.ico")) {
            assertThat(get(path, "").status()).as(path).isEqualTo(404);
        }
        for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS", "TRACE", "BREW")) {
            RawHttpResponse response = exchange(server, method + " /metrics HTTP/1.1\nHost: x\nContent-Length: 0\n\n");
            assertThat(response.status()).as(method).isEqualTo(405);
            assertThat(response.header("Allow")).contains("GET, HEAD");
        }
    }

    @Test
    void ignoresQuery() throws Exception {
        assertThat(get("/metrics?name=a&name=b", "").status()).isEqualTo(200);
    }

    @Test
    void isAliveButNotReadyBeforeTheApi() throws Exception {
        assertThat(get("/health/live", "").text()).isEqualTo("{\"status\":\"up\"}");
        RawHttpResponse ready = get("/health/ready", "");
        assertThat(ready.status()).isEqualTo(503);
        assertThat(ready.text()).contains("\"ready\":false", "The server is starting.");
    }

    @Test
    void reportsPortInUse() {
        assertThatExceptionOfType(ServerStartException.class)
                .isThrownBy(() -> ManagementServer.start(HOST, port(server), ManagementServerTest::metrics))
                .withMessageMatching("cannot listen on 127\\.0\\.0\\.1:[0-9]+: Address already in use");
    }

    @Test
    void reportsFailureOfMetricsWithoutItsReason() throws Exception {
        try (ManagementServer failing = ManagementServer.start(HOST, 0, format -> {
            throw new IllegalStateException("planned");
        })) {
            RawHttpResponse response = exchange(failing, "GET /metrics HTTP/1.1\nHost: x\n\n");

            assertThat(response.status()).isEqualTo(500);
            assertThat(response.text()).contains("could not be written").doesNotContain("planned");
        }
    }

    /** Clients that send no request, half a request, or do not read the response. */
    @Test
    void slowClientsDoNotBlockScrapes() throws Exception {
        byte[] large = new byte[8 << 20];
        try (ManagementServer briefly = ManagementServer.start(HOST, 0, Duration.ofMillis(500), format -> large)) {
            List<Socket> slow = new ArrayList<>();
            for (int i = 0; i < 3 * ManagementServer.MAX_CONNECTIONS; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), port(briefly));
                slow.add(socket);
                String sent = List.of("", "GET /met", "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n")
                        .get(i % 3);
                socket.getOutputStream().write(sent.getBytes(StandardCharsets.US_ASCII));
            }

            assertThat(exchange(briefly, "GET /metrics HTTP/1.1\nHost: x\n\n").status())
                    .isEqualTo(200);

            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    private RawHttpResponse get(String path, String headers) throws IOException {
        return exchange(server, "GET " + path + " HTTP/1.1\nHost: x\n" + headers + "\n");
    }

    private static RawHttpResponse exchange(ManagementServer server, String request) throws IOException {
        return RawHttpConnection.sendAndAwaitClose(port(server), request);
    }

    private static int port(ManagementServer server) {
        return server.baseUri().getPort();
    }
}
