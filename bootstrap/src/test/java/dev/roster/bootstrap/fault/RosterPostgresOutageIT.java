package dev.roster.bootstrap.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.bootstrap.process.DedicatedPostgresServer;
import dev.roster.bootstrap.process.RosterProcess;
import dev.roster.bootstrap.process.TestApiClient;
import dev.roster.bootstrap.process.TestSettings;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Crash of PostgreSQL under load: the service answers 503, stays up, and recovers when the database is back. */
@ResourceLock(RosterProcess.SECOND_LOCK)
@Timeout(300)
class RosterPostgresOutageIT {

    private static final int CLIENTS = 4;

    @TempDir
    Path directory;

    private final AtomicInteger served = new AtomicInteger();
    private final AtomicInteger unavailable = new AtomicInteger();
    private final List<String> unexpectedResponses = new CopyOnWriteArrayList<>();

    @Test
    void returnsServiceUnavailableDuringOutage() throws Exception {
        try (DedicatedPostgresServer postgres = new DedicatedPostgresServer(directory.resolve("postgres"));
                RosterProcess roster = RosterProcess.serve(directory, TestSettings.of(postgres.url()));
                Clients clients = new Clients()) {
            TestApiClient api = roster.api();
            String token = TestApiClient.token(api.register("ann@example.com", "Ann"));
            clients.start(CLIENTS, () -> count(api.get("/users/me", token)));
            RosterProcess.await("successful responses", () -> served.get() >= 50);

            postgres.kill();

            RosterProcess.await("responses with 503", () -> unavailable.get() >= 10);
            assertThat(api.get("/health/live").statusCode()).isEqualTo(200);
            assertThat(api.get("/health/ready").statusCode()).isEqualTo(503);
            assertThat(api.get("/health/ready").body()).contains("\"storage\":\"down\"");

            postgres.start();

            int servedBefore = served.get();
            RosterProcess.await("successful responses again", () -> served.get() >= servedBefore + 50);
            clients.stop();
            assertThat(api.register("bob@example.com", "Bob").statusCode()).isEqualTo(201);
            assertThat(api.logIn("ann@example.com").statusCode()).isEqualTo(200);
            RosterProcess.await("readiness", api::isReady);
            assertThat(roster.isAlive()).isTrue();
            assertThat(unexpectedResponses).isEmpty();
            assertThat(roster.out()).doesNotContain("\tat ").doesNotContain(postgres.url());
        }
    }

    /** Counts a response, which must be a success, or a 503 that is safe to repeat or has an unknown outcome. */
    private boolean count(HttpResponse<String> response) {
        if (response.statusCode() == 200) {
            served.incrementAndGet();
        } else if (response.statusCode() == 503
                && response.headers().firstValue("Retry-After").isPresent()
                        != response.body().contains("Outcome unknown")) {
            unavailable.incrementAndGet();
        } else {
            unexpectedResponses.add(response.statusCode() + " " + response.body());
        }
        return true;
    }
}
