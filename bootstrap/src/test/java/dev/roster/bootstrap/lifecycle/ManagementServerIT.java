package dev.roster.bootstrap.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.bootstrap.process.CommandRun;
import dev.roster.bootstrap.process.DedicatedPostgresServer;
import dev.roster.bootstrap.process.RosterProcess;
import dev.roster.bootstrap.process.TestApiClient;
import dev.roster.bootstrap.process.TestSettings;
import dev.roster.testkit.data.Unique;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The management server of the packaged jar ({@code MANAGEMENT_PORT}). */
@ResourceLock(RosterProcess.FIRST_LOCK)
@Timeout(300)
class ManagementServerIT {

    private static final Map<String, String> ON = Map.of("MANAGEMENT_PORT", "0");

    @TempDir
    Path directory;

    @Test
    void reportsWhatTheServiceDoes() throws Exception {
        String email = Unique.email();
        try (RosterProcess roster = RosterProcess.serve(directory, ON)) {
            TestApiClient management = management(roster);
            String id = TestApiClient.id(roster.api().register(email, "Ann"));
            roster.api().get("/users/" + id);
            roster.api().get("/nowhere/" + email);
            for (int i = 0; i < 7; i++) {
                roster.api().logIn(email, "wrong");
            }

            RosterProcess.await(
                    "the mail",
                    () -> metrics(management)
                            .contains(
                                    "roster_outbox_deliveries_total{message=\"VerificationEmail\",outcome=\"delivered\"}"
                                            + " 1.0"));
            String text = metrics(management);

            assertThat(text)
                    .contains(
                            "http_server_requests_seconds_count{method=\"POST\",status=\"201\",uri=\"/auth/register\"}"
                                    + " 1")
                    .contains("http_server_requests_seconds_count{method=\"GET\",status=\"200\",uri=\"/users/{id}\"} 1")
                    .contains("http_server_requests_seconds_count{method=\"GET\",status=\"404\",uri=\"UNMATCHED\"} 1")
                    .contains(
                            "http_server_requests_seconds_count{method=\"POST\",status=\"401\",uri=\"/auth/login\"} 5")
                    .contains("roster_throttled_total{kind=\"login\"} 2.0")
                    .contains("roster_password_hash_seconds_count{operation=\"verify\"} 5")
                    .contains("roster_password_hash_queue 0.0", "hikaricp_connections_max{pool=\"roster\"} 10.0")
                    .contains("roster_outbox_messages{lane=\"verification\",state=\"waiting\"} 0.0")
                    .contains("jvm_memory_used_bytes{")
                    .doesNotContain(email)
                    .doesNotContain("cache_gets_total");
            assertThat(management.get("/health/ready").body())
                    .contains("\"ready\":true", "\"parts\":{\"storage\":\"up\"}");
            assertThat(management.get("/users/" + id).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void observesTheDrainAndTheDatabase() throws Exception {
        try (DedicatedPostgresServer postgres = new DedicatedPostgresServer(directory.resolve("pg"))) {
            Map<String, String> settings =
                    TestSettings.of(postgres.url(), "MANAGEMENT_PORT", "0", "SHUTDOWN_DELAY", "PT2S");
            try (RosterProcess roster = RosterProcess.serve(directory, settings)) {
                TestApiClient management = management(roster);
                assertThat(metrics(management))
                        .contains("roster_outbox_messages{lane=\"cache\",state=\"waiting\"} 0.0");

                postgres.kill();

                assertThat(metrics(management))
                        .contains("roster_outbox_messages{lane=\"cache\",state=\"waiting\"} NaN")
                        .contains("jvm_memory_used_bytes{");
                assertThat(management.get("/health/ready").statusCode()).isEqualTo(503);
                assertThat(management.get("/health/live").statusCode()).isEqualTo(200);

                roster.terminate();
                RosterProcess.await(
                        "the drain",
                        () -> management.get("/health/ready").body().contains("The server is stopping."));
                assertThat(metrics(management)).contains("jvm_memory_used_bytes{");
                assertThat(roster.exitCode()).isEqualTo(143);
            }
        }
    }

    @Test
    void reportsPortInUse() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(other.getLocalPort());

            CommandRun run = CommandRun.runJar(directory, Map.of("MANAGEMENT_PORT", port, "HTTP_PORT", "0"), "serve");

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.out()).isEmpty();
            assertThat(run.err())
                    .isEqualTo("Roster did not start: MANAGEMENT_PORT: cannot listen on 127.0.0.1:" + port
                            + ": Address already in use\n");
            assertThat(directory.resolve("roster-data")).doesNotExist();
        }
    }

    @Test
    void listensNowhereByDefault() throws Exception {
        try (RosterProcess roster = RosterProcess.serve(directory, Map.of())) {
            assertThat(roster.out()).doesNotContain("Metrics");
            assertThat(roster.api().get("/metrics").statusCode()).isEqualTo(404);
        }
    }

    private static TestApiClient management(RosterProcess roster) {
        Pattern line = Pattern.compile("Metrics: (http://127\\.0\\.0\\.1:[0-9]+)/metrics\n");
        RosterProcess.await(
                "the URL of the metrics", () -> line.matcher(roster.out()).find());
        Matcher found = line.matcher(roster.out());
        assertThat(found.find()).isTrue();
        return new TestApiClient(URI.create(found.group(1)));
    }

    private static String metrics(TestApiClient management) {
        return management.get("/metrics").body();
    }
}
