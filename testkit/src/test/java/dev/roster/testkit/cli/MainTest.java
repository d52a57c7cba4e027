package dev.roster.testkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {

    @TempDir
    Path directory;

    /** Result of a run. */
    private record Run(int exitCode, String out, String err) {}

    private static Run run(Map<String, String> environment, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = new Main(
                        environment,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(List.of(args));
        return new Run(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void printsHelp() {
        Run help = run(Map.of(), "--base-url", "nonsense", "--help");

        assertThat(help.exitCode()).isZero();
        assertThat(help.out())
                .contains("--base-url=URL", "--mail-dir=FOLDER", "--admin-token=TOKEN", "--cors-origin=ORIGIN")
                .contains(
                        "--fault-control=URL",
                        "--report=FILE",
                        "--only=AREA,AREA",
                        "Exit codes: 0 ",
                        Options.ADMIN_TOKEN_VARIABLE);
        assertThat(run(Map.of(), "--version").out()).startsWith("roster-conformance ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|--base-url requires a value: an http or https URL",
                "--base-url|--base-url requires a value: an http or https URL",
                "--base-url=localhost:8080|but was localhost:8080",
                "--base-url ftp://localhost|but was ftp://localhost",
                "--base-url http://localhost/?a=b|but was http://localhost/?a=b",
                "--base-url http://localhost:99999|but was http://localhost:99999",
                "--base-url http://user:hunter22@localhost|must be an http or https URL, with or without a path, without user",
                "--base-url=http://user:hunter{2}@localhost|with or without a path, without user and password",
                "--base-url http://localhost --colour blue=red|unknown option --colour",
                "--base-url http://localhost --mail-dir no-such-folder|an existing folder, but was no-such-folder",
                "--base-url http://localhost --report no-such-folder/r.json|in an existing folder, but was no-such-folder/r.json",
                "--base-url http://localhost --report /proc/nope.json|a writable file in an existing folder, but was /proc/nope.json",
                "--base-url http://localhost --report a\0b|option '--report' (FILE): cannot convert 'a\0b'",
                "--base-url http://localhost --mail-dir a\0b|option '--mail-dir': cannot convert 'a\0b'",
                "--base-url http://localhost --cors-origin localhost|--cors-origin must be an origin",
                "--base-url http://localhost --cors-origin https://user:hunter22@localhost|, without user and password",
                "--base-url http://localhost --fault-control localhost:9000|with or without a path, or none, but was localhost:9000",
                "--base-url http://localhost --fault-control http://user:hunter22@localhost|without user and password",
                "--base-url http://localhost --only ,|--only requires a value: the areas",
                "--base-url http://localhost --only=|--only requires a value: the areas",
                "--base-url http://localhost --clauses api.Post|clauses must be patterns of ids such as",
                "--base-url http://localhost --clauses users.*|--clauses matches no clause: users.*",
                "--base-url http://localhost --baseline no.json|the baseline no.json cannot be read",
                "--base-url http://localhost --admin-token=|--admin-token must be in visible",
                "--base-url http://localhost --admin-token=hunter22\u00fc|in visible ASCII characters",
            })
    void reportsUsageErrorAndRunsNothing(String args, String line) {
        Run ran = run(Map.of(), args.isEmpty() ? new String[0] : args.split(" ", -1));

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains(line).doesNotContain("hunter");
        assertThat(ran.out()).isEmpty();
    }

    @Test
    void rejectsUnreachableServer() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Run ran = run(Map.of(), "--base-url=http://localhost:" + port);

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err().lines())
                .singleElement()
                .asString()
                .startsWith("no server responds at http://localhost:" + port);
        assertThat(ran.out().lines()).singleElement().asString().startsWith("The contract of ");
    }

    @Test
    @Timeout(60)
    void acceptsEndlessResponseAtBaseUrl() throws Exception {
        try (FakeServer server = new FakeServer()) {
            Run ran = run(Map.of(), "--base-url=" + server.baseUri() + FakeServer.ENDLESS, "--only=admins");

            assertThat(ran.err()).isEmpty();
            assertThat(ran.exitCode()).isEqualTo(3);
        }
    }

    @Test
    void keepsOlderReportIfNothingRuns() throws Exception {
        Path older = Files.writeString(directory.resolve("older.json"), "{}");
        Path none = directory.resolve("none.json");

        for (Path report : List.of(older, none)) {
            assertThat(run(Map.of(), "--base-url=http://localhost:0", "--report=" + report)
                            .exitCode())
                    .isEqualTo(2);
        }
        assertThat(older).hasContent("{}");
        assertThat(none).doesNotExist();
    }

    @Test
    void rejectsUnknownAreaTogetherWithOtherFaults() {
        Run ran = run(Map.of(), "--base-url", "ftp://localhost", "--only", "users, user");

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err())
                .contains("--base-url must be")
                .contains("--only contains unknown areas: user; the areas are accounts, admins, ")
                .contains("user-posts");
    }

    @Test
    void rejectsUnreachableFaultControl() throws Exception {
        try (FakeServer server = new FakeServer()) {
            Run ran =
                    run(Map.of(), "--base-url=" + server.baseUri(), "--fault-control=" + server.baseUri() + "/faults");

            assertThat(ran.exitCode()).isEqualTo(2);
            assertThat(ran.err())
                    .startsWith("the fault control at " + server.baseUri()
                            + "/faults must answer GET / with 200, but answered 403 ")
                    .endsWith("; nothing was run" + System.lineSeparator());
            assertThat(server.users()).isZero();
        }
    }

    @Test
    void runsOutagesOnlyWithFaultControl() throws Exception {
        try (FakeServer server = new FakeServer()) {
            Run undeclared = run(Map.of(), "--base-url=" + server.baseUri(), "--only=outages");
            Run none = run(Map.of(), "--base-url=" + server.baseUri(), "--only=outages", "--fault-control=none");

            assertThat(undeclared.exitCode()).isEqualTo(3);
            assertThat(undeclared.out()).contains("--fault-control is required", "Verdict: incomplete.");
            assertThat(none.exitCode()).isEqualTo(1);
            assertThat(none.out()).contains("FAILED   api-outage.recovers-without-restart");
        }
    }

    @Test
    void reportsFailuresWithoutSecrets() throws Exception {
        Path file = directory.resolve("report.json");
        String admin = "an-admin-token-of-the-server";
        try (FakeServer server = new FakeServer()) {
            Run ran = run(
                    Map.of(Options.ADMIN_TOKEN_VARIABLE, admin),
                    "--base-url=" + server.baseUri(),
                    "--only=sessions,admins",
                    "--report=" + file);

            assertThat(ran.exitCode()).isEqualTo(1);
            assertThat(ran.err()).isEmpty();
            String failure = "FAILED   api.register-duplicate-rejected\n         [status of ";
            assertThat(ran.out()).contains(failure, "started  sessions ", "FAILED   sessions ", "started  admins ");
            assertThat(ran.out().indexOf(failure)).isLessThan(ran.out().indexOf("\narea  "));

            JsonNode report = new ObjectMapper().readTree(file.toFile());
            assertThat(report.path("exitCode").asInt()).isEqualTo(1);
            assertThat(report.path("adapter").asText())
                    .isEqualTo(server.baseUri().toString());
            assertThat(report.path("verdict").asText()).isEqualTo("not-conformant");
            assertThat(report.at("/counts/failed").asInt()).isPositive();
            assertThat(report.at("/counts/not-run").asInt()).isPositive();
            assertThat(clause(report, "api.register-duplicate-rejected")
                            .path("outcome")
                            .asText())
                    .isEqualTo("failed");
            assertThat(clause(report, "api.verification-token-single-use")
                            .path("reason")
                            .asText())
                    .isEqualTo("--mail-dir is required");
            assertThat(clause(report, "api.user-view-depends-on-caller")
                            .path("outcome")
                            .asText())
                    .isEqualTo("not-run");
            assertThat(clause(report, "api.user-view-depends-on-caller")
                            .path("reason")
                            .asText())
                    .isEqualTo("--only excludes it");
            assertThat(report.at("/loginAttempts/total").asInt()).isPositive();
            // The fake server rejects deletions.
            assertThat(report.path("usersLeftBehind")).hasSize(server.users());
            assertThat(ran.out()).contains("Users left behind: 1, 2, ");
            assertThat(ran.out() + report).contains("[secret]").doesNotContain(admin, FakeServer.TOKEN, "\u001b");
        }
    }

    @Test
    void writesReportInFormatOfEachFile() throws Exception {
        Path page = directory.resolve("page.html");
        Path xml = directory.resolve("junit.xml");
        Path badge = directory.resolve("badge.svg");
        Path other = directory.resolve("other");
        try (FakeServer server = new FakeServer()) {
            Run ran = run(
                    Map.of(),
                    "--base-url=" + server.baseUri(),
                    "--clauses=api.register-dup*",
                    "--report=" + page,
                    "--report=" + xml,
                    "--report",
                    badge.toString(),
                    "--report=" + other);

            assertThat(ran.out()).contains("Verdict: not conformant.");
            assertThat(page)
                    .content()
                    .contains("<!doctype html>", "api.register-duplicate-rejected", "--clauses excludes it");
            assertThat(xml).content().contains("<testsuite name=\"" + server.baseUri() + "\"");
            assertThat(badge).content().contains("not conformant 0/");
            assertThat(other).content().contains("\"format\" : \"conformance-report/1\"");
        }
    }

    @Test
    void listedFailureDeviates() throws Exception {
        Path baseline = Files.writeString(directory.resolve("baseline.json"), """
                {"deviations": [{"clause": "api.register-duplicate-rejected", "reason": "answers each request alike"}]}
                """);
        try (FakeServer server = new FakeServer()) {
            Run ran = run(
                    Map.of(),
                    "--base-url=" + server.baseUri(),
                    "--clauses=api.register-dup*",
                    "--baseline=" + baseline);

            assertThat(ran.out())
                    .contains("deviates api.register-duplicate-rejected\n         answers each request alike")
                    .doesNotContain("FAILED");
            assertThat(ran.exitCode()).isEqualTo(3);
        }
    }

    @Test
    void rejectsBaselineWithUnknownClause() throws Exception {
        Path baseline = Files.writeString(
                directory.resolve("baseline.json"),
                "{\"deviations\": [{\"clause\": \"api.register-duplicates-rejected\", \"reason\": \"r\"}]}");

        Run ran = run(Map.of(), "--base-url=http://localhost", "--baseline=" + baseline);

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains("did you mean api.register-duplicate-rejected or ");
    }

    private static JsonNode clause(JsonNode report, String id) {
        for (JsonNode clause : report.path("clauses")) {
            if (clause.path("id").asText().equals(id)) {
                return clause;
            }
        }
        throw new AssertionError("no clause " + id + " in " + report);
    }
}
