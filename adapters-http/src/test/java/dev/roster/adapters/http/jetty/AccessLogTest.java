package dev.roster.adapters.http.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.adapters.http.HttpSettings;
import dev.roster.adapters.http.TestServer;
import dev.roster.adapters.http.request.TrustedProxies;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import dev.roster.testkit.fuzz.RawHttpConnection;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.slf4j.MDC;

@ResourceLock("dev.roster.access")
class AccessLogTest {

    private static final HttpSettings SETTINGS = HttpSettings.on("127.0.0.1", 0)
            .withTrustedProxies(TrustedProxies.parse("127.0.0.1"))
            .withAccessLog(true);
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    private final Logger logger = Logger.getLogger("dev.roster.access");
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    @BeforeEach
    void record() {
        logger.setLevel(Level.INFO);
        logger.setFilter(record -> {
            lines.add("[" + MDC.get("requestId") + " " + MDC.get("traceId") + "] " + record.getMessage());
            return false;
        });
    }

    @AfterEach
    void stopRecording() {
        logger.setFilter(null);
        logger.setLevel(null);
    }

    @Test
    void logsEachRequestWithoutQuery() throws Exception {
        try (TestServer server = withAccessLog()) {
            server.get(
                    "/verify-email?token=secret",
                    "X-Request-Id",
                    "mine",
                    "X-Forwarded-For",
                    "203.0.113.7",
                    "traceparent",
                    "00-" + TRACE + "-b7ad6b7169203331-01");

            assertThat(next())
                    .startsWith("[mine " + TRACE + "] ")
                    .contains("method=GET", "path=/verify-email", "status=400", "client=203.0.113.7")
                    .containsPattern("millis=[0-9.]+")
                    .containsPattern("bytes=[1-9][0-9]{2,}")
                    .doesNotContain("secret", "token");
        }
    }

    @Test
    void logsRejectedRequests() throws Exception {
        try (TestServer server = withAccessLog();
                RawHttpConnection connection = RawHttpConnection.open("127.0.0.1", server.port())) {
            server.get("/nowhere;token=secret?token=secret");
            assertThat(next()).contains("path=/nowhere", "status=404").doesNotContain("secret");

            assertThat(connection
                            .exchange("GET /a%2Fb?secret HTTP/1.1\r\nHost: x\r\n\r\n")
                            .status())
                    .isEqualTo(400);
            assertThat(next()).contains("status=400").doesNotContain("secret");
        }
    }

    @Test
    void logsNothingByDefault() throws Exception {
        try (TestServer server = TestServer.start();
                TestServer logging = withAccessLog()) {
            server.get("/health/live");
            logging.get("/health/ready");

            assertThat(next()).contains("path=/health/ready");
            assertThat(lines).isEmpty();
        }
    }

    private static TestServer withAccessLog() {
        return TestServer.withSettings(SETTINGS, new InMemoryStorage());
    }

    /** Waits for the next line, which is written after the response. */
    private String next() throws InterruptedException {
        String line = lines.poll(60, TimeUnit.SECONDS);
        assertThat(line).isNotNull();
        return line;
    }
}
