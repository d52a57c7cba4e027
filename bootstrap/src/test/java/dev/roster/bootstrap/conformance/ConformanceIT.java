package dev.roster.bootstrap.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.bootstrap.LowCostRoster;
import dev.roster.bootstrap.Roster;
import dev.roster.bootstrap.conformance.ConformanceProgram.Result;
import dev.roster.bootstrap.process.RosterProcess;
import dev.roster.bootstrap.process.TestApiClient;
import dev.roster.testkit.server.DedicatedRedisServer;
import dev.roster.testkit.server.PostgresDatabase;
import dev.roster.testkit.server.PostgresServer;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Runs {@code roster-conformance.jar} against {@code roster.jar}. */
@ResourceLock(RosterProcess.SECOND_LOCK)
@Timeout(600)
class ConformanceIT {

    private final Path directory;
    private final ConformanceProgram program;

    ConformanceIT(@TempDir Path directory) {
        this.directory = directory;
        program = new ConformanceProgram(directory);
    }

    private void assertConforms(Map<String, String> settings) throws Exception {
        ConformanceProgram.grantAdmin(settings);
        try (RosterProcess roster = RosterProcess.serveAtLowCost(directory, settings)) {
            TestApiClient api = new TestApiClient(roster.baseUri());
            String admin = TestApiClient.token(api.logIn(ConformanceProgram.ADMIN));
            String before = api.get("/users", admin).body();

            Result ran = program.run(
                    roster.baseUri(),
                    admin,
                    "--mail-dir=" + program.mailDirectory(),
                    "--cors-origin=" + ConformanceProgram.ORIGIN,
                    "--fault-control=none");

            assertThat(ran.exitCode()).as(ran.output()).isZero();
            assertThat(ran.clauses("passed")).hasSizeGreaterThan(80);
            assertThat(ran.clauses("failed")).isEmpty();
            assertThat(ran.clauses("not-run")).isEmpty();
            assertThat(api.get("/users", admin).body()).as("users").isEqualTo(before);
            assertThat(ran.report().path("usersLeftBehind")).isEmpty();
            // The login throttle is on by default.
            assertThat(ran.report().at("/loginAttempts/mostInAMinute").asInt()).isBetween(1, 300);
            assertThat(ran.output() + ran.report()).doesNotContain(admin, "eyJ");
        }
    }

    @Test
    void passesOnEmbeddedDatabase() throws Exception {
        assertConforms(program.settings("jdbc:h2:file:" + directory.resolve("roster-data/roster")));
    }

    @Test
    @Tag("slow")
    void passesOnPostgresWithRedis() throws Exception {
        try (DedicatedRedisServer redis = new DedicatedRedisServer();
                PostgresDatabase postgres = PostgresServer.running().database("empty", fresh -> {})) {
            assertConforms(program.settings(
                    Map.of("DATABASE_URL", postgres.url(), "REDIS_URL", "redis://localhost:" + redis.port())));
        }
    }

    @Test
    void givesSameResultOnEveryRun() throws Exception {
        try (Roster roster = LowCostRoster.start(program.settings("jdbc:h2:mem:thrice"))) {
            for (int run = 1; run <= 3; run++) {
                Result ran = program.run(roster.baseUri(), "", "--only=sessions");

                assertThat(ran.exitCode()).as("run %d: %s", run, ran.output()).isEqualTo(3);
                assertThat(ran.clauses("passed")).as("run %d", run).hasSize(11);
            }
        }
    }

    @Test
    void distinguishesAnyOriginFromListedOrigins() throws Exception {
        Map<String, String> any = Map.of("DATABASE_URL", "jdbc:h2:mem:any", "CORS_ORIGINS", "*");
        try (Roster roster = LowCostRoster.start(program.settings(any))) {
            assertCrossOriginFails(roster.baseUri(), "*", 0);
            assertCrossOriginFails(roster.baseUri(), ConformanceProgram.ORIGIN, 1);
        }
        try (Roster roster = LowCostRoster.start(program.settings("jdbc:h2:mem:one"))) {
            assertCrossOriginFails(roster.baseUri(), "*", 3);
        }
    }

    private void assertCrossOriginFails(URI base, String origin, int clauses) throws Exception {
        Result ran = program.run(base, "", "--only=cross-origin", "--cors-origin=" + origin);

        assertThat(ran.clauses("failed")).as(ran.output()).hasSize(clauses);
        assertThat(ran.clauses("passed")).as(ran.output()).hasSize(3 - clauses);
    }

    @Test
    void deletesCreatedUsersWhenStopped() throws Exception {
        Map<String, String> settings = program.settings("jdbc:h2:mem:stopped");
        try (Roster roster = LowCostRoster.start(settings)) {
            TestApiClient api = new TestApiClient(roster.baseUri());
            String ann = TestApiClient.token(api.register("ann@example.com", "Ann"));
            String before = api.get("/users", ann).body();
            Process process = program.start(roster.baseUri(), "");
            RosterProcess.await(
                    "users of the clauses",
                    () -> !before.equals(api.get("/users", ann).body()));

            process.destroy();
            Result ran = program.awaitEnd(process);

            assertThat(ran.exitCode()).as(ran.output()).isEqualTo(143);
            assertThat(ran.output()).endsWith("Interrupted: not all clauses were run.\n");
            assertThat(ran.output())
                    .contains("stopping: deleting the created users\n", "partial  ")
                    .doesNotContain("FAILED");
            assertThat(ran.report().path("interrupted").asBoolean()).isTrue();
            assertThat(ran.report().has("exitCode")).isFalse();
            assertThat(ran.report().findValuesAsText("reason")).contains("interrupted");
            assertThat(api.get("/users", ann).body()).isEqualTo(before);
        }
    }

    @Test
    void serviceJarContainsNoTestKit() throws Exception {
        try (JarFile service = new JarFile(Path.of("target", "roster.jar").toFile());
                JarFile program = new JarFile(System.getProperty("conformance.jar"))) {
            List<String> oursAlone = List.of("dev/roster/testkit/", "org/junit/", "org/assertj/", "org/opentest4j/");

            assertThat(oursAlone).allSatisfy(prefix -> {
                assertThat(names(program)).anyMatch(name -> name.startsWith(prefix));
                assertThat(names(service)).noneMatch(name -> name.startsWith(prefix));
            });
            assertThat(names(program))
                    .as("classes that the conformance program does not need")
                    .noneMatch(name -> name.startsWith("org/testcontainers/")
                            || name.startsWith("org/postgresql/")
                            || name.startsWith("redis/")
                            || name.startsWith("com/tngtech/")
                            || name.startsWith("io/zonky/"));
        }
    }

    private static List<String> names(JarFile jar) {
        return jar.stream().map(ZipEntry::getName).toList();
    }
}
