package dev.roster.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.roster.testkit.server.HttpProxy;
import dev.roster.testkit.server.HttpProxy.Answer;
import dev.roster.testkit.server.OwnRedisServer;
import dev.roster.testkit.server.PostgresDatabase;
import dev.roster.testkit.server.PostgresServer;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** {@code roster-conformance.jar} against {@code roster.jar}, as others run it against a server of theirs. */
@ResourceLock(RosterProcess.ONE_AT_A_TIME)
@Timeout(600)
class ConformanceIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ORIGIN = "https://app.example.com";
    private static final String ADMIN = "admin@example.com";

    @TempDir
    Path directory;

    /** What became of a run of the program. */
    private record Ran(int exitCode, String told, JsonNode report) {

        Stream<String> clauses(String status) {
            return report.findParents("clause").stream()
                    .filter(clause -> clause.path("status").asText().equals(status))
                    .map(clause -> clause.path("clause").asText());
        }
    }

    private Path mails() {
        return directory.resolve("mails");
    }

    private Map<String, String> settings(Map<String, String> more) throws IOException {
        Files.createDirectories(mails());
        Map<String, String> settings = new HashMap<>(more);
        settings.put("MAIL_DIR", mails().toString());
        settings.put("CORS_ORIGINS", ORIGIN);
        settings.put("JWT_SECRET", "a secret for the length of a test");
        return settings;
    }

    /** Makes a user who is an admin, while nobody else has the database open. */
    private static void grantAdmin(Map<String, String> settings) throws Exception {
        try (Roster roster = Roster.start(Config.forServing(List.of("--http-port=0"), settings))) {
            assertThat(new ApiCalls(roster.baseUri()).register(ADMIN, "Ada").statusCode())
                    .isEqualTo(201);
        }
        PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream());
        assertThat(new Main(settings, nowhere, nowhere).run(List.of("admin", "grant", ADMIN)))
                .isZero();
    }

    private Path told() {
        return directory.resolve("told.txt");
    }

    private Path report() {
        return directory.resolve("report.json");
    }

    private Process started(URI base, String adminToken, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-jar",
                System.getProperty("conformance.jar"),
                "--base-url=" + base,
                "--report=" + report()));
        command.addAll(List.of(options));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(told().toFile());
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().put("ROSTER_ADMIN_TOKEN", adminToken);
        return builder.start();
    }

    private Ran ended(Process process) throws Exception {
        try {
            assertThat(process.waitFor(400, TimeUnit.SECONDS))
                    .as(Files.readString(told()))
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        String told = Files.readString(told());
        assertThat(report()).as(told).isRegularFile();
        return new Ran(process.exitValue(), told, JSON.readTree(report().toFile()));
    }

    private Ran conform(URI base, String adminToken, String... options) throws Exception {
        return ended(started(base, adminToken, options));
    }

    private void assertConforms(Map<String, String> settings) throws Exception {
        grantAdmin(settings);
        try (RosterProcess roster = RosterProcess.serve(directory, settings)) {
            ApiCalls api = new ApiCalls(roster.baseUri());
            String admin = ApiCalls.token(api.logIn(ADMIN));
            String before = api.get("/users", admin).body();

            Ran ran = conform(roster.baseUri(), admin, "--mail-dir=" + mails(), "--cors-origin=" + ORIGIN);

            assertThat(ran.exitCode()).as(ran.told()).isZero();
            assertThat(ran.clauses("passed")).hasSizeGreaterThan(80);
            assertThat(ran.clauses("failed")).isEmpty();
            assertThat(ran.clauses("undeclared")).isEmpty();
            assertThat(api.get("/users", admin).body()).as("users").isEqualTo(before);
            assertThat(ran.report().path("usersLeftBehind")).isEmpty();
            // The throttle is on, as it is by default.
            assertThat(ran.report().at("/loginAttempts/mostInAMinute").asInt()).isBetween(1, 300);
            assertThat(ran.told() + ran.report()).doesNotContain(admin, "eyJ");
        }
    }

    @Test
    void isCleanOnTheEmbeddedDatabase() throws Exception {
        assertConforms(settings(Map.of("DATABASE_URL", "jdbc:h2:file:" + directory.resolve("roster-data/roster"))));
    }

    @Test
    @Tag("slow")
    void isCleanOnPostgresWithRedis() throws Exception {
        try (OwnRedisServer redis = new OwnRedisServer();
                PostgresDatabase postgres = PostgresServer.running().database("empty", fresh -> {})) {
            assertConforms(
                    settings(Map.of("DATABASE_URL", postgres.url(), "REDIS_URL", "redis://localhost:" + redis.port())));
        }
    }

    @Test
    void namesTheClauseOfAnEndpointThatIsBroken() throws Exception {
        Map<String, String> settings = settings(Map.of("DATABASE_URL", "jdbc:h2:mem:broken"));
        try (Roster roster = Roster.start(Config.forServing(List.of("--http-port=0"), settings));
                HttpProxy broken = HttpProxy.before(roster.baseUri(), ConformanceIT::withAnotherStatus)) {
            Ran ran = conform(broken.baseUri(), "", "--only=comments,accounts");

            assertThat(ran.exitCode()).as(ran.told()).isEqualTo(1);
            assertThat(ran.clauses("failed"))
                    .as(ran.told())
                    .containsExactlyInAnyOrder("api.comment-deleted-by-concerned-only", "api.comment-readable-as-post");
            assertThat(ran.clauses("undeclared")).isNotEmpty();
        }
    }

    @Test
    void leavesNothingBehindWhenItIsStopped() throws Exception {
        Map<String, String> settings = settings(Map.of("DATABASE_URL", "jdbc:h2:mem:stopped"));
        try (Roster roster = Roster.start(Config.forServing(List.of("--http-port=0"), settings))) {
            ApiCalls api = new ApiCalls(roster.baseUri());
            String ann = ApiCalls.token(api.register("ann@example.com", "Ann"));
            String before = api.get("/users", ann).body();
            Process process = started(roster.baseUri(), "");
            RosterProcess.await("users of the clauses", () -> !before.equals(users(api, ann)));

            process.destroy();
            Ran ran = ended(process);

            assertThat(ran.exitCode()).as(ran.told()).isEqualTo(143);
            assertThat(ran.told()).endsWith("Interrupted: not all was run.\n");
            assertThat(ran.report().path("interrupted").asBoolean()).isTrue();
            assertThat(users(api, ann)).isEqualTo(before);
        }
    }

    private static String users(ApiCalls api, String token) {
        try {
            return api.get("/users", token).body();
        } catch (IOException | InterruptedException failed) {
            throw new AssertionError(failed);
        }
    }

    @Test
    void nothingOfItIsInTheService() throws Exception {
        try (JarFile service = new JarFile(Path.of("target", "roster.jar").toFile());
                JarFile program = new JarFile(System.getProperty("conformance.jar"))) {
            List<String> oursAlone = List.of("dev/roster/testkit/", "org/junit/", "org/assertj/", "org/opentest4j/");

            assertThat(oursAlone).allSatisfy(prefix -> {
                assertThat(names(program)).anyMatch(name -> name.startsWith(prefix));
                assertThat(names(service)).noneMatch(name -> name.startsWith(prefix));
            });
            assertThat(names(program))
                    .as("what an implementer's machine has no use for")
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

    private static Answer withAnotherStatus(String method, String path, Answer answer) {
        return method.equals("DELETE") && path.startsWith("/comments/") && answer.status() == 204
                ? answer.withStatus(200)
                : answer;
    }

    @Test
    void eachClauseOfContentOriginsAndAdminsNoticesItsFault() throws Exception {
        Map<String, String> settings = settings(Map.of("DATABASE_URL", "jdbc:h2:file:" + directory.resolve("faults")));
        grantAdmin(settings);
        try (Roster roster = Roster.start(Config.forServing(List.of("--http-port=0"), settings));
                HttpProxy broken = HttpProxy.before(roster.baseUri(), ConformanceIT::planted)) {
            String admin = ApiCalls.token(new ApiCalls(roster.baseUri()).logIn(ADMIN));

            Ran ran = conform(broken.baseUri(), admin, "--only=content,cross-origin,admins", "--cors-origin=" + ORIGIN);

            assertThat(ran.exitCode()).as(ran.told()).isEqualTo(1);
            assertThat(ran.clauses("passed")).as("clauses that noticed nothing").isEmpty();
            assertThat(ran.clauses("failed"))
                    .contains(
                            "api.unmet-accept-refused",
                            "api.options-tell-methods",
                            "api.location-leads-to-created",
                            "api.caching-told",
                            "api.type-not-guessed",
                            "api.document-served",
                            "api.docs-page-served",
                            "api.preflight-answered",
                            "api.cross-origin-answers-readable",
                            "api.other-origins-granted-nothing",
                            "api.admin-manages-users",
                            "api.admin-manages-posts",
                            "api.admin-deletes-comments");
        }
    }

    /** A fault for each clause. */
    private static Answer planted(String method, String path, Answer answer) {
        return switch (method + " " + path.replaceAll("[0-9]+", "N")) {
            case "GET /posts" ->
                answer.status() == 406
                        ? answer.withStatus(200)
                        : answer.without("Cache-Control").with("Access-Control-Expose-Headers", "ETag");
            case "OPTIONS /users/me" -> answer.without("Allow").without("Access-Control-Allow-Methods");
            case "POST /posts" -> answer.with("Location", "/posts/0");
            case "GET /health/live" -> answer.without("X-Content-Type-Options");
            case "GET /openapi.json" -> answer.without("ETag");
            case "GET /docs" -> answer.without("Content-Security-Policy");
            case "GET /users/me" -> answer.without("Access-Control-Expose-Headers");
            case "GET /users/N" -> answer.with("Access-Control-Allow-Origin", "*");
            case "PUT /users/N" -> answer.withBody(answer.body().replace("\"verified\":false", "\"verified\":true"));
            case "PATCH /posts/N" ->
                answer.withBody(answer.body().replaceFirst("\"authorId\":[0-9]+", "\"authorId\":0"));
            case "DELETE /comments/N" -> answer.withStatus(204).withBody("");
            default -> answer;
        };
    }
}
