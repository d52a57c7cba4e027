package dev.roster.bootstrap.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.adapters.jdbc.Database;
import dev.roster.adapters.jdbc.JooqStorage;
import dev.roster.application.port.security.Credentials;
import dev.roster.bootstrap.process.CommandRun;
import dev.roster.bootstrap.process.RosterProcess;
import dev.roster.bootstrap.process.TestApiClient;
import dev.roster.bootstrap.process.TestSettings;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.server.PostgresDatabase;
import dev.roster.testkit.server.PostgresServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands and settings of the packaged service. */
@ResourceLock(RosterProcess.FIRST_LOCK)
@Timeout(300)
class RosterJarIT {

    @TempDir
    Path directory;

    @Test
    void servesWithoutSettingsAndKeepsUsersAfterRestart() throws Exception {
        HttpResponse<String> ann;
        try (RosterProcess roster = RosterProcess.serve(directory, Map.of())) {
            TestApiClient api = roster.api();
            assertThat(roster.baseUri().getHost()).isEqualTo("127.0.0.1");
            assertThat(roster.storageDescription()).startsWith("H2 ").contains("embedded", "roster-data");
            assertThat(api.get(roster.documentation().getPath()).headers().firstValue("Content-Type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("text/html"));
            assertThat(api.get("/health/ready").body()).isEqualTo("{\"status\":\"up\",\"parts\":{\"storage\":\"up\"}}");
            assertThat(roster.out()).contains("Created the database " + databaseFile());
            ann = api.register("ann@example.com", "Ann");
            assertThat(ann.statusCode()).isEqualTo(201);
            RosterProcess.await("the mail in the log", () -> roster.out().contains("mail to ann@example.com"));
            RosterProcess.await("the welcome in the log", () -> roster.out().contains("welcome notification"));

            roster.terminate();

            assertThat(roster.exitCode()).as(roster.toString()).isEqualTo(143);
            assertThat(roster.out()).endsWith("Roster stopped\n");
            assertThat(roster.err()).isEmpty();
        }
        assertHashedAtFullCost(TestApiClient.id(ann));
        try (RosterProcess restarted = RosterProcess.serve(directory, Map.of())) {
            TestApiClient api = restarted.api();

            assertThat(api.get("/users/me", TestApiClient.token(ann)).body()).contains("ann@example.com");
            assertThat(api.logIn("ann@example.com").statusCode()).isEqualTo(200);
            assertThat(restarted.out()).contains("Opened the database " + databaseFile());
        }
    }

    private Path databaseFile() throws IOException {
        return directory.toRealPath().resolve("roster-data").resolve("roster.mv.db");
    }

    /** The packaged service hashes at the production cost; only tests use a lower one. */
    private void assertHashedAtFullCost(String userId) {
        String url = "jdbc:h2:file:" + directory.resolve("roster-data").resolve("roster");
        try (JooqStorage storage = JooqStorage.open(Database.parse(url))) {
            UserId id = UserId.parse(userId).orElseThrow();
            Optional<Credentials> found =
                    storage.inTransaction(unit -> unit.credentials().findByUserId(id));
            assertThat(found.orElseThrow().passwordHash().encoded()).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        }
    }

    @Test
    void rejectsSecondProcessOnEmbeddedDatabase() throws Exception {
        try (RosterProcess first = RosterProcess.serve(directory, Map.of())) {
            for (String command : new String[] {"serve", "migrate", "migrate reset --force"}) {
                assertFails(2, "another process", Map.of(), command.split(" ", -1));
            }
            assertThat(first.api().get("/health/ready").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void migratesSeparatelyFromServing() throws Exception {
        Map<String, String> withoutMigration = Map.of("MIGRATE", "off", "HTTP_PORT", "0");
        assertFails(1, "schema is behind", withoutMigration);
        assertThat(succeed(Map.of(), "migrate")).contains("up to date: H2 ");
        try (RosterProcess roster = RosterProcess.serve(directory, withoutMigration)) {
            assertThat(roster.api().register("a@example.com", "Ann").statusCode())
                    .isEqualTo(201);
        }
    }

    @Test
    void resetDeletesUsersAndInvalidatesTokens() throws Exception {
        String token;
        try (RosterProcess roster = RosterProcess.serve(directory, Map.of())) {
            token = TestApiClient.token(roster.api().register("a@example.com", "Ann"));
        }
        assertFails(2, "--force", Map.of(), "migrate", "reset");
        succeed(Map.of(), "migrate", "reset", "--force");
        try (RosterProcess roster = RosterProcess.serve(directory, Map.of())) {
            TestApiClient api = roster.api();

            assertThat(api.register("a@example.com", "Bob").statusCode()).isEqualTo(201);
            assertThat(api.get("/users/me", token).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void printsHelpAndVersion() throws Exception {
        assertThat(succeed(Map.of("HTTP_PORT", "banana"), "--help"))
                .startsWith("Usage: java -jar roster.jar ")
                .contains("outbox", "--http-port=VALUE");
        assertThat(succeed(Map.of(), "--version")).matches("Roster [0-9]+\\.[0-9]+\\.[0-9]+\\S*\\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            update flyway_schema_history set checksum = 42 where version = '1' \
                | a migration was changed after it ran on this database
            update flyway_schema_history set version = '999' where version = '1' \
                | the database is newer than this Roster: it is at version 999
            """)
    void rejectsIncompatibleDatabase(String change, String line) throws Exception {
        try (PostgresDatabase database = PostgresServer.running().database("empty", fresh -> {})) {
            Map<String, String> settings = TestSettings.of(database.url());
            succeed(settings, "migrate");
            try (Connection connection =
                            DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                    Statement statement = connection.createStatement()) {
                assertThat(statement.executeUpdate(change)).isEqualTo(1);
            }

            assertFails(1, line, settings);
            assertFails(1, line, settings, "migrate");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            HTTP_PORT        | banana
            HTTP_PORT        | 70000
            DATABASE_URL     | mysql://hunter2:hunter2@localhost/db
            JWT_SECRET       | hunter2
            REDIS_URL        | http://:hunter2@localhost
            ACCESS_TOKEN_TTL | soon
            ACCESS_TOKEN_TTL | PT0S
            """)
    void rejectsInvalidSetting(String setting, String value) throws IOException {
        assertFails(2, setting + ": must be ", Map.of(setting, value));
        assertThat(directory.resolve("roster-data")).doesNotExist();
    }

    @Test
    void readsSecretsFromFiles() throws IOException {
        Files.writeString(directory.resolve("url"), "jdbc:h2:file:./elsewhere/roster\n");
        Files.writeString(directory.resolve("jwt"), TestSettings.JWT_SECRET);
        Map<String, String> settings = Map.of("DATABASE_URL_FILE", "url", "JWT_SECRET_FILE", "jwt");

        try (RosterProcess roster = RosterProcess.serve(directory, settings)) {
            assertThat(roster.storageDescription()).contains("elsewhere");
            assertThat(directory.resolve("elsewhere")).isDirectoryNotContaining("glob:**.jwt-secret");
        }
        assertFails(2, "JWT_SECRET_FILE: must be a file", Map.of("JWT_SECRET_FILE", "hunter2"));
    }

    @Test
    void requiresJwtSecretWithPostgres() throws IOException {
        assertFails(2, "JWT_SECRET: is not set", Map.of("DATABASE_URL", "postgresql://me:hunter2@localhost:1/db"));
    }

    @Test
    void rejectsUncreatableDataDirectory() throws IOException {
        Files.writeString(directory.resolve("file"), "in the way");

        assertFails(2, "DATABASE_URL: the directory", Map.of("DATABASE_URL", "jdbc:h2:file:./file/roster"));
    }

    @Test
    void rejectsUnusableMailDirectoriesBeforeOpeningDatabase() throws IOException {
        String file = Files.writeString(directory.resolve("file"), "in the way").toString();

        assertFails(2, "MAIL_DIR: the directory", Map.of("MAIL_DIR", file));
        assertFails(2, "MAIL_TEMPLATES: the directory", Map.of("MAIL_TEMPLATES", file));
        assertThat(directory.resolve("roster-data")).doesNotExist();
    }

    @Test
    void reportsUnreachableDatabaseInOneLine() throws IOException {
        Map<String, String> nobodyThere =
                TestSettings.of("postgresql://me:hunter2@localhost:1/db", "DATABASE_START_TIMEOUT", "PT1S");

        assertFails(1, "unreachable", nobodyThere);
        assertFails(1, "unreachable", nobodyThere, "migrate");
    }

    @Test
    void reportsPortInUseOnceAndClosesDatabase() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());

            CommandRun failing = assertFails(1, "127.0.0.1:" + port, Map.of("HTTP_PORT", port));
            assertThat(failing.out()).as("log").doesNotContain("ERROR", "WARN");
            assertFails(1, "127.0.0.1:" + port, Map.of(), "--http-port", port);
        }
        try (RosterProcess roster = RosterProcess.serve(directory, Map.of())) {
            assertThat(roster.isAlive()).isTrue();
        }
    }

    private String succeed(Map<String, String> settings, String... args) throws IOException {
        CommandRun run = CommandRun.runJar(directory, settings, args);
        assertThat(run.exitCode()).as(run.toString()).isZero();
        assertThat(run.err()).as("standard error, including JVM warnings").isEmpty();
        return run.out();
    }

    private CommandRun assertFails(int exitCode, String line, Map<String, String> environment, String... args)
            throws IOException {
        CommandRun failing = CommandRun.runJar(directory, environment, args);
        assertThat(failing.exitCode()).as(failing.toString()).isEqualTo(exitCode);
        assertThat(failing.err()).containsOnlyOnce(line);
        assertThat(failing.err().lines()).as(failing.toString()).hasSize(1);
        assertThat(failing.toString())
                .doesNotContain("hunter2", TestSettings.JWT_SECRET, "\tat ", "Exception", "Caused by", "serving");
        return failing;
    }
}
