package dev.roster.bootstrap.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.bootstrap.process.RosterProcess;
import dev.roster.bootstrap.process.TestApiClient;
import dev.roster.testkit.contract.api.RosterErrorShape;
import dev.roster.testkit.contract.api.RosterFuzzFixture;
import dev.roster.testkit.fuzz.ApiFuzz;
import dev.roster.testkit.fuzz.FuzzReport;
import dev.roster.testkit.server.DedicatedRedisServer;
import dev.roster.testkit.server.PostgresDatabase;
import dev.roster.testkit.server.PostgresServer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Sends tens of thousands of almost valid requests to the packaged service. */
@Tag("slow")
@ResourceLock(RosterProcess.SECOND_LOCK)
@Timeout(3_600)
class ApiFuzzIT {

    /** Number of requests on each database; {@code -Dfuzz.requests} sets another number. */
    private static final int REQUESTS = Integer.getInteger("fuzz.requests", 25_000);

    @TempDir
    Path directory;

    @Test
    void findsNothingOnH2() throws Exception {
        assertFindsNothing("H2", Map.of());
    }

    @Test
    void findsNothingOnPostgresWithRedis() throws Exception {
        try (PostgresDatabase database = PostgresServer.running().database("empty", fresh -> {});
                DedicatedRedisServer redis = new DedicatedRedisServer()) {
            assertFindsNothing(
                    "PostgreSQL and Redis",
                    Map.of(
                            "DATABASE_URL",
                            database.url(),
                            "JWT_SECRET",
                            "a secret for the length of a test",
                            "REDIS_URL",
                            redis.url()));
        }
    }

    private void assertFindsNothing(String where, Map<String, String> settings) throws Exception {
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("LOGIN_THROTTLE", "off");
        try (RosterProcess roster = RosterProcess.serveWithJvmOptions(directory, environment)) {
            String document =
                    new TestApiClient(roster.baseUri()).get("/openapi.json").body();
            ApiFuzz fuzz = ApiFuzz.of(document, roster.baseUri(), RosterFuzzFixture.on(roster.baseUri()))
                    .withErrorShape(new RosterErrorShape());

            FuzzReport report = fuzz.run(
                    Long.getLong("fuzz.seed", ThreadLocalRandom.current().nextInt(1_000_000)), REQUESTS);

            System.out.println(where + ": " + report.summary());
            assertThat(report.findingCount()).as(report.toString()).isZero();
            assertThat(report.serverErrors()).as(report.toString()).isZero();
            assertThat(report.byOperation()).hasSize(fuzz.operations());
            assertThat(roster.isAlive()).isTrue();
            assertThat(roster.err()).doesNotContain("OutOfMemoryError");
        }
    }
}
