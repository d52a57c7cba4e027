package dev.roster.bootstrap.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.bootstrap.process.RosterProcess;
import dev.roster.bootstrap.process.TestApiClient;
import dev.roster.bootstrap.process.TestSettings;
import dev.roster.testkit.server.PostgresDatabase;
import dev.roster.testkit.server.PostgresServer;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Crashes of the service during registrations. Acknowledged registrations are kept. */
@ResourceLock(RosterProcess.SECOND_LOCK)
@Timeout(300)
class CrashRecoveryIT {

    private static final int CLIENTS = 4;
    private static final int ROUNDS = 2;
    private static final int MANY_ROUNDS = 25;
    private static final int ACKNOWLEDGED_PER_ROUND = 15;

    @TempDir
    Path directory;

    private final Map<String, String> nameById = new ConcurrentHashMap<>();
    private final AtomicInteger nextNumber = new AtomicInteger();

    @Test
    void keepsAcknowledgedRegistrationsOnEmbeddedDatabase() throws Exception {
        killAndVerify(Map.of(), ROUNDS);
    }

    @Test
    @Tag("slow")
    @Timeout(900)
    void keepsAcknowledgedRegistrationsAfterManyKills() throws Exception {
        killAndVerify(Map.of(), MANY_ROUNDS);
    }

    @Test
    void keepsAcknowledgedRegistrationsOnPostgres() throws Exception {
        try (PostgresDatabase database = PostgresServer.running().database("empty", fresh -> {})) {
            killAndVerify(TestSettings.of(database.url()), ROUNDS);
        }
    }

    private void killAndVerify(Map<String, String> settings, int rounds) throws Exception {
        for (int round = 1; round <= rounds; round++) {
            registerUntilKilled(settings, round * ACKNOWLEDGED_PER_ROUND);
        }
        try (RosterProcess restarted = RosterProcess.serveAtLowCost(directory, settings)) {
            TestApiClient api = restarted.api();
            assertThat(nameById).hasSizeGreaterThanOrEqualTo(rounds * ACKNOWLEDGED_PER_ROUND);
            nameById.forEach((id, name) -> {
                HttpResponse<String> found = api.get("/users/" + id);
                assertThat(found.statusCode()).as("user %s, %s", id, name).isEqualTo(200);
                assertThat(found.body()).contains("\"name\":\"" + name + "\"");
            });
        }
    }

    private void registerUntilKilled(Map<String, String> settings, int enough) throws Exception {
        try (RosterProcess roster = RosterProcess.serveAtLowCost(directory, settings);
                Clients clients = new Clients()) {
            TestApiClient api = roster.api();
            clients.start(CLIENTS, () -> registerUnlessKilled(api));
            RosterProcess.await("registrations", () -> nameById.size() >= enough);
            roster.kill();
        }
    }

    private boolean registerUnlessKilled(TestApiClient api) {
        try {
            String name = "user-" + nextNumber.incrementAndGet();
            HttpResponse<String> answer = api.register(name + "@example.com", name);
            if (answer.statusCode() == 201) {
                String before = nameById.put(TestApiClient.id(answer), name);
                assertThat(before)
                        .as("the id given to %s was given before", name)
                        .isNull();
            }
            return true;
        } catch (UncheckedIOException killed) {
            return false;
        }
    }
}
