package dev.roster.bootstrap.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.roster.bootstrap.LowCostRoster;
import dev.roster.bootstrap.Main;
import dev.roster.bootstrap.Roster;
import dev.roster.bootstrap.process.TestApiClient;
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
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Runs {@code roster-conformance.jar} against a server.
 *
 * @param directory directory of its output, its report and the server's mails
 */
record ConformanceProgram(Path directory) {

    static final String ORIGIN = "https://app.example.com";
    static final String ADMIN = "admin@example.com";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The result of a run. */
    record Result(int exitCode, String output, JsonNode report) {

        /** Returns the ids of the clauses with an outcome. */
        Stream<String> clauses(String outcome) {
            return StreamSupport.stream(report.path("clauses").spliterator(), false)
                    .filter(clause -> clause.path("outcome").asText().equals(outcome))
                    .map(clause -> clause.path("id").asText());
        }
    }

    Path mailDirectory() {
        return directory.resolve("mails");
    }

    /** Returns the settings of the server under test. */
    Map<String, String> settings(String databaseUrl) throws IOException {
        return settings(Map.of("DATABASE_URL", databaseUrl));
    }

    Map<String, String> settings(Map<String, String> more) throws IOException {
        Files.createDirectories(mailDirectory());
        Map<String, String> settings = new HashMap<>(more);
        settings.put("MAIL_DIR", mailDirectory().toString());
        settings.putIfAbsent("CORS_ORIGINS", ORIGIN);
        settings.put("JWT_SECRET", "a secret for the length of a test");
        return settings;
    }

    /** Creates an administrator. No other process may have the database open. */
    static void grantAdmin(Map<String, String> settings) throws Exception {
        try (Roster roster = LowCostRoster.start(settings)) {
            assertThat(new TestApiClient(roster.baseUri())
                            .register(ADMIN, "Ada")
                            .statusCode())
                    .isEqualTo(201);
        }
        PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream());
        assertThat(new Main(settings, nowhere, nowhere).run(List.of("admin", "grant", ADMIN, "--force")))
                .isZero();
    }

    private Path outputFile() {
        return directory.resolve("told.txt");
    }

    private Path reportFile() {
        return directory.resolve("report.json");
    }

    Process start(URI base, String adminToken, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-jar",
                System.getProperty("conformance.jar"),
                "--base-url=" + base,
                "--report=" + reportFile()));
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(outputFile().toFile());
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().put("ROSTER_ADMIN_TOKEN", adminToken);
        return builder.start();
    }

    Result awaitEnd(Process process) throws Exception {
        try {
            assertThat(process.waitFor(400, TimeUnit.SECONDS))
                    .as(Files.readString(outputFile()))
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        String told = Files.readString(outputFile());
        assertThat(reportFile()).as(told).isRegularFile();
        return new Result(process.exitValue(), told, JSON.readTree(reportFile().toFile()));
    }

    Result run(URI base, String adminToken, String... options) throws Exception {
        return awaitEnd(start(base, adminToken, options));
    }
}
