package dev.roster.bootstrap.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.bootstrap.process.RosterProcess;
import dev.roster.bootstrap.process.TestApiClient;
import dev.roster.testkit.fuzz.RawHttpConnection;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Running requests when the service receives SIGTERM. */
@ResourceLock(RosterProcess.FIRST_LOCK)
@Timeout(300)
class GracefulStopIT {

    /** Enough requests that the last password hashes are not started when the signal arrives. */
    private static final int REQUESTS = 8;

    @TempDir
    Path directory;

    @Test
    void completesRunningRequestsOnSigterm() throws Exception {
        try (RosterProcess roster = RosterProcess.serve(directory, Map.of())) {
            List<PendingRegistration> running = new ArrayList<>();
            for (int i = 0; i < REQUESTS; i++) {
                running.add(PendingRegistration.start(roster.baseUri(), "user" + i + "@example.com"));
            }
            for (PendingRegistration each : running) {
                each.sendBody();
            }

            roster.terminate();

            for (PendingRegistration each : running) {
                assertThat(each.status()).as(roster.toString()).isEqualTo(201);
            }
            assertThat(roster.exitCode()).isEqualTo(143);
            assertThat(roster.out()).endsWith("Roster stopped\n");
        }
        try (RosterProcess restarted = RosterProcess.serve(directory, Map.of())) {
            TestApiClient api = restarted.api();
            for (int id = 1; id <= REQUESTS; id++) {
                assertThat(api.get("/users/" + id).statusCode()).isEqualTo(200);
            }
        }
    }

    /** A registration that sends its body only after 100 Continue, which shows that its handler is running. */
    private record PendingRegistration(RawHttpConnection connection, String body) {

        static PendingRegistration start(URI server, String email) throws IOException {
            RawHttpConnection connection = RawHttpConnection.open(server.getHost(), server.getPort());
            String body = TestApiClient.registration(email, "Ann");
            connection.write("POST /auth/register HTTP/1.1\r\nHost: " + server.getAuthority()
                    + "\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: " + body.length()
                    + "\r\n\r\n");
            assertThat(connection.readNext(false).status()).isEqualTo(100);
            return new PendingRegistration(connection, body);
        }

        void sendBody() throws IOException {
            connection.write(body);
        }

        int status() throws IOException {
            try (connection) {
                return connection.read(false).status();
            }
        }
    }
}
