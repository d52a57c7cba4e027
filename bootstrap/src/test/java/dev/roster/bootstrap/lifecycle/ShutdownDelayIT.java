package dev.roster.bootstrap.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.bootstrap.process.RosterProcess;
import dev.roster.bootstrap.process.TestSettings;
import dev.roster.testkit.fuzz.RawHttpConnection;
import dev.roster.testkit.fuzz.RawHttpResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The time between SIGTERM and the stop ({@code SHUTDOWN_DELAY}). */
@ResourceLock(RosterProcess.FIRST_LOCK)
@Timeout(300)
class ShutdownDelayIT {

    private static final int CLIENTS = 6;
    private static final int REQUESTS_BEFORE_SIGNAL = 300;

    @TempDir
    Path directory;

    /** Given clients behind a balancer. When the service is stopped under load. Then no request fails. */
    @Test
    void failsNoRequestBehindBalancer() throws Exception {
        try (RosterProcess roster = RosterProcess.serve(directory, Map.of("SHUTDOWN_DELAY", "PT2S"));
                BalancedClients clients = new BalancedClients(roster.baseUri())) {
            RosterProcess.await("requests", () -> clients.answered.get() >= REQUESTS_BEFORE_SIGNAL);

            roster.terminate();
            clients.awaitEnd();

            assertThat(clients.failures).isEmpty();
            assertThat(clients.checks).startsWith("200").endsWith("503");
            assertThat(clients.closing.get())
                    .as("responses with Connection: close")
                    .isPositive();
            assertThat(roster.exitCode()).isEqualTo(143);
            assertThat(roster.out())
                    .contains("Roster is stopping: /health/ready is 503, requests are served for 2 s\n")
                    .endsWith("Roster stopped\n");
        }
    }

    @Test
    void endsAfterSecondSignal() throws Exception {
        try (RosterProcess roster = RosterProcess.serve(directory, Map.of("SHUTDOWN_DELAY", "PT1S"))) {
            roster.terminate();
            RosterProcess.await("the first signal", () -> roster.out().contains("Roster is stopping"));
            roster.terminate();

            assertThat(roster.exitCode()).isEqualTo(143);
            assertThat(roster.out()).endsWith("Roster stopped\n");
        }
    }

    /** Neither the wait for the database nor the delay holds up a service that has not served yet. */
    @Test
    void endsDuringStart() throws Exception {
        Map<String, String> settings = TestSettings.of(
                "postgresql://me@localhost:1/db", "DATABASE_START_TIMEOUT", "PT1H", "SHUTDOWN_DELAY", "PT1H");
        try (RosterProcess roster = RosterProcess.run(directory, settings)) {
            RosterProcess.await("the wait for the database", () -> roster.out().contains("not available yet"));

            roster.terminate();

            assertThat(roster.exitCode()).isEqualTo(143);
            assertThat(roster.out()).doesNotContain("Roster is stopping");
        }
    }

    /** Clients with persistent connections, and a balancer that stops them once the service is not ready. */
    private static final class BalancedClients implements AutoCloseable {

        private final URI server;
        private final List<String> failures = new CopyOnWriteArrayList<>();
        private final List<String> checks = new CopyOnWriteArrayList<>();
        private final AtomicInteger answered = new AtomicInteger();
        private final AtomicInteger closing = new AtomicInteger();
        private final ExecutorService threads = Executors.newCachedThreadPool();
        private final List<Future<?>> running = new ArrayList<>();
        private volatile boolean down;

        BalancedClients(URI server) {
            this.server = server;
            running.add(threads.submit(this::check));
            for (int i = 0; i < CLIENTS; i++) {
                running.add(threads.submit(this::sendRequests));
            }
        }

        void awaitEnd() throws Exception {
            for (Future<?> each : running) {
                each.get(60, TimeUnit.SECONDS);
            }
        }

        private void check() {
            while (!down) {
                try (RawHttpConnection connection = connect()) {
                    int status = connection.exchange(get("/health/ready")).status();
                    checks.add(String.valueOf(status));
                    down = status != 200;
                } catch (IOException failed) {
                    checks.add(failed.toString());
                    down = true;
                }
            }
        }

        private void sendRequests() {
            while (!down) {
                try (RawHttpConnection connection = connect()) {
                    boolean open = true;
                    while (open && !down) {
                        RawHttpResponse response = connection.exchange(get("/posts"));
                        if (response.status() != 200) {
                            failures.add(response.toString());
                        }
                        answered.incrementAndGet();
                        open = !response.headers().containsKey("connection");
                        closing.addAndGet(open ? 0 : 1);
                    }
                } catch (IOException failed) {
                    failures.add(failed.toString());
                }
            }
        }

        private RawHttpConnection connect() throws IOException {
            return RawHttpConnection.open(server.getHost(), server.getPort());
        }

        private String get(String path) {
            return "GET " + path + " HTTP/1.1\r\nHost: " + server.getAuthority() + "\r\n\r\n";
        }

        @Override
        public void close() {
            down = true;
            threads.shutdownNow();
        }
    }
}
