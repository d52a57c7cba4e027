package dev.roster.bootstrap.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.bootstrap.process.DedicatedPostgresServer;
import dev.roster.bootstrap.process.RosterProcess;
import dev.roster.bootstrap.process.TestApiClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Crash of PostgreSQL under load: the service answers 503, stays up, and recovers when the database is back. */
@ResourceLock(RosterProcess.SECOND_LOCK)
@Timeout(300)
class PostgresOutageIT {

    private static final int CLIENTS = 4;

    @TempDir
    Path directory;

    private final AtomicBoolean stop = new AtomicBoolean();
    private final AtomicInteger served = new AtomicInteger();
    private final AtomicInteger unavailable = new AtomicInteger();
    private final List<String> unexpectedResponses = new CopyOnWriteArrayList<>();

    @Test
    void returnsServiceUnavailableDuringOutage() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try (DedicatedPostgresServer postgres = new DedicatedPostgresServer(directory.resolve("postgres"));
                RosterProcess roster = RosterProcess.serve(
                        directory,
                        Map.of("DATABASE_URL", postgres.url(), "JWT_SECRET", "a secret for the length of a test"))) {
            TestApiClient api = new TestApiClient(roster.baseUri());
            HttpResponse<String> ann = api.register("ann@example.com", "Ann");
            String token = TestApiClient.token(ann);
            for (int i = 0; i < CLIENTS; i++) {
                clients.execute(() -> callUntilStopped(() -> api.get("/users/me", token)));
            }
            RosterProcess.await("successful responses", () -> served.get() >= 50);

            postgres.kill();

            RosterProcess.await("responses with 503", () -> unavailable.get() >= 10);
            assertThat(api.get("/health/live").statusCode()).isEqualTo(200);
            assertThat(api.get("/health/ready").statusCode()).isEqualTo(503);
            assertThat(api.get("/health/ready").body()).contains("\"storage\":\"down\"");

            postgres.start();

            int servedBefore = served.get();
            RosterProcess.await("successful responses again", () -> served.get() >= servedBefore + 50);
            stop.set(true);
            assertThat(api.register("bob@example.com", "Bob").statusCode()).isEqualTo(201);
            assertThat(api.logIn("ann@example.com").statusCode()).isEqualTo(200);
            RosterProcess.await("readiness", () -> isReady(api));
            assertThat(roster.isAlive()).isTrue();
            assertThat(unexpectedResponses).isEmpty();
            assertThat(roster.out()).doesNotContain("\tat ").doesNotContain(postgres.url());
        } finally {
            stop.set(true);
            clients.shutdown();
            assertThat(clients.awaitTermination(60, TimeUnit.SECONDS))
                    .as("clients end")
                    .isTrue();
        }
    }

    /** Calls the API and requires a timely response: success, or 503 with {@code Retry-After}. */
    private void callUntilStopped(Callable<HttpResponse<String>> call) {
        while (!stop.get()) {
            try {
                HttpResponse<String> answer = call.call();
                if (answer.statusCode() == 200) {
                    served.incrementAndGet();
                } else if (answer.statusCode() == 503
                        && answer.headers().firstValue("Retry-After").isPresent()) {
                    unavailable.incrementAndGet();
                } else {
                    unexpectedResponses.add(answer.statusCode() + " " + answer.body());
                }
            } catch (Exception unanswered) {
                if (!stop.get()) {
                    unexpectedResponses.add(unanswered.toString());
                }
            }
        }
    }

    private static boolean isReady(TestApiClient api) {
        try {
            return api.get("/health/ready").statusCode() == 200;
        } catch (Exception unanswered) {
            return false;
        }
    }
}
