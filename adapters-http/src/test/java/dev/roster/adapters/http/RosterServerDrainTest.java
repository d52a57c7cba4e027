package dev.roster.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.testkit.fuzz.RawHttpConnection;
import dev.roster.testkit.fuzz.RawHttpResponse;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The time between the decision to stop and the stop. */
class RosterServerDrainTest {

    private static final String LIVE = "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String UNKNOWN = "GET /unknown HTTP/1.1\r\nHost: x\r\n\r\n";

    @Test
    void isNotReadyButServesRequests() throws Exception {
        try (TestServer server = TestServer.start()) {
            server.startDrain();

            HttpResponse<String> ready = server.get("/health/ready");
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.headers().firstValue("Retry-After")).contains("1");
            assertThat(ready.body())
                    .contains("\"error\":\"Not ready\",\"detail\":\"The server is stopping.\"")
                    .contains("\"parts\":{\"storage\":\"up\"}");
            assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
            assertThat(server.newUser().token()).isNotEmpty();
        }
    }

    @Test
    void asksClientsToCloseConnections() throws Exception {
        try (TestServer server = TestServer.start();
                RawHttpConnection first = RawHttpConnection.open("127.0.0.1", server.port());
                RawHttpConnection second = RawHttpConnection.open("127.0.0.1", server.port())) {
            assertThat(first.exchange(LIVE).headers()).doesNotContainKey("connection");
            assertThat(second.exchange(UNKNOWN).headers()).doesNotContainKey("connection");

            server.startDrain();

            assertThat(first.exchange(LIVE)).satisfies(RosterServerDrainTest::closes);
            RawHttpResponse failure = second.exchange(UNKNOWN);
            assertThat(failure.status()).isEqualTo(404);
            assertThat(failure).satisfies(RosterServerDrainTest::closes);
            assertThat(RawHttpConnection.sendAndAwaitClose(server.port(), LIVE.replace("\r", "")))
                    .satisfies(RosterServerDrainTest::closes);
        }
    }

    private static void closes(RawHttpResponse response) {
        assertThat(response.headers()).containsEntry("connection", List.of("close"));
    }
}
