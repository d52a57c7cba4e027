package dev.roster.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.bootstrap.LowCostRoster;
import dev.roster.bootstrap.Roster;
import dev.roster.bootstrap.process.CommandRun;
import dev.roster.bootstrap.process.RosterProcess;
import dev.roster.bootstrap.process.TestApiClient;
import dev.roster.testkit.server.PostgresDatabase;
import dev.roster.testkit.server.PostgresServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The commands {@code roster.jar admin} and {@code roster.jar audit}, with a running node. */
@ResourceLock(RosterProcess.FIRST_LOCK)
@Timeout(300)
class AdminCommandsIT {

    private static final String ANN = "ann@example.com";
    private static final String BOB = "bob@example.com";
    private static final String WRONG_PASSWORD = "wrong horse";

    @TempDir
    Path directory;

    private static void assertRejects(CommandRun ran, String line) {
        assertThat(ran.exitCode()).as(ran.toString()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err().lines()).singleElement().asString().contains(line);
    }

    @Nested
    class OnPostgres {

        private PostgresDatabase postgres;
        private Roster roster;
        private TestApiClient api;

        @BeforeEach
        void start() {
            postgres = PostgresServer.running().database("empty", fresh -> {});
            roster = LowCostRoster.start(settings());
            api = new TestApiClient(roster.baseUri());
        }

        @AfterEach
        void stop() {
            roster.close();
            postgres.close();
        }

        private Map<String, String> settings() {
            return Map.of(
                    "DATABASE_URL",
                    postgres.url(),
                    "JWT_SECRET",
                    "a secret for the length of a test",
                    "MAIL_DIR",
                    directory.resolve("mails").toString());
        }

        private CommandRun runInProcess(String... args) {
            return CommandRun.runInProcess(settings(), args);
        }

        private CommandRun runJar(String... args) throws IOException {
            return CommandRun.runJar(directory, settings(), args);
        }

        private int rename(HttpResponse<String> user, String email, String name, HttpResponse<String> caller)
                throws Exception {
            return api.put(
                            "/users/" + TestApiClient.id(user),
                            "{\"name\":\"" + name + "\",\"email\":\"" + email + "\"}",
                            TestApiClient.token(caller))
                    .statusCode();
        }

        @Test
        void adminManagesAnyUserUntilRevoked() throws Exception {
            HttpResponse<String> ann = api.register(ANN, "Ann");
            HttpResponse<String> bob = api.register(BOB, "Bob");
            assertThat(rename(bob, BOB, "Bobby", ann)).isEqualTo(403);

            assertThat(runJar("admin", "grant", "Ann@Example.com", "--force"))
                    .isEqualTo(new CommandRun(0, "ann@example.com is now an admin\n", ""));

            assertThat(rename(bob, BOB, "Bobby", ann)).isEqualTo(200);
            assertThat(api.get("/users/" + TestApiClient.id(bob)).body()).contains("\"name\":\"Bobby\"");
            assertThat(rename(ann, ANN, "Annie", bob)).as("another user").isEqualTo(403);

            assertThat(runInProcess("admin", "revoke", ANN))
                    .isEqualTo(new CommandRun(0, "ann@example.com is no longer an admin" + System.lineSeparator(), ""));

            assertThat(rename(bob, BOB, "Robert", ann)).isEqualTo(403);
            assertThat(rename(ann, ANN, "Annie", ann)).as("the user").isEqualTo(200);
            assertThat(types(runInProcess("audit", "list", ANN)))
                    .containsExactly("ADMIN_REVOKED", "ADMIN_GRANTED", "REGISTERED");
        }

        @Test
        void rejectsUnknownEmail() {
            for (String command : List.of("grant", "revoke")) {
                assertRejects(
                        runInProcess("admin", command, "nobody@example.com"),
                        "no user has the email address nobody@example.com");
                assertRejects(runInProcess("admin", command, "nobody"), "must be the email address of a user");
            }
            assertRejects(runInProcess("audit", "list", "nobody@example.com"), "no user has this email address");
            assertRejects(runInProcess("audit", "list", "nobody"), "no user has this email address");
        }

        @Test
        void listsCreationsAndChangesByOthersWithActor() throws Exception {
            HttpResponse<String> ann = api.register(ANN, "Ann");
            HttpResponse<String> bob =
                    api.post("/users", "{\"name\":\"Bob\",\"email\":\"" + BOB + "\"}", TestApiClient.token(ann));
            assertThat(rename(bob, BOB, "Bobby", ann)).isEqualTo(200);

            List<List<String>> lines = lines(runInProcess("audit", "list", BOB));

            String bobId = "user " + TestApiClient.id(bob);
            String annId = "by user " + TestApiClient.id(ann);
            assertThat(lines).hasSize(2);
            assertThat(lines.get(0)).endsWith("PROFILE_CHANGED", bobId, annId, "from 127.0.0.1");
            assertThat(lines.get(1)).endsWith("USER_CREATED", bobId, annId, "from 127.0.0.1");
        }

        @Test
        void grantsRoleToUnverifiedUserOnlyIfForced() throws Exception {
            api.register(ANN, "Ann");

            assertRejects(
                    runInProcess("admin", "grant", ANN),
                    "admin grant: the email address ann@example.com is not verified, so anyone can have registered"
                            + " with it; verify it, or add --force");
            assertThat(types(runInProcess("audit", "list", ANN))).containsExactly("REGISTERED");

            assertThat(runInProcess("admin", "grant", "--force", ANN).exitCode())
                    .isZero();
            assertThat(runInProcess("admin", "revoke", ANN).exitCode()).isZero();
        }

        @Test
        void listsAuditEventsWithoutSecrets() throws Exception {
            HttpResponse<String> ann = api.register(ANN, "Ann");
            HttpResponse<String> bob = api.register(BOB, "Bob");
            String session = TestApiClient.token(api.logIn(ANN));
            RosterProcess.await(
                    "a rejected login", () -> api.logIn(BOB, WRONG_PASSWORD).statusCode() == 429);
            assertThat(api.logIn("nobody@example.com", WRONG_PASSWORD).statusCode())
                    .isEqualTo(401);
            runInProcess("admin", "grant", ANN, "--force");
            assertThat(api.delete("/users/" + TestApiClient.id(bob), session).statusCode())
                    .isEqualTo(204);

            CommandRun all = runJar("audit", "list");

            assertThat(all.exitCode()).as(all.toString()).isZero();
            assertThat(types(all))
                    .startsWith("USER_DELETED", "ADMIN_GRANTED", "SIGN_IN_FAILED", "THROTTLED", "SIGN_IN_FAILED")
                    .endsWith("SIGN_IN_FAILED", "SIGNED_IN", "REGISTERED", "REGISTERED");
            String annId = "user " + TestApiClient.id(ann);
            String bobId = "user " + TestApiClient.id(bob);
            List<List<String>> lines = lines(all);
            assertThat(lines.get(0)).endsWith("USER_DELETED", bobId, "by " + annId, "from 127.0.0.1");
            assertThat(lines.get(1)).contains("ADMIN_GRANTED", annId).doesNotContain("from 127.0.0.1");
            assertThat(lines.get(2)).contains("SIGN_IN_FAILED", "no user", "from 127.0.0.1");
            assertThat(lines.get(3)).contains("THROTTLED", bobId, "from 127.0.0.1");
            assertThat(all.out()).doesNotContain(session, TestApiClient.PASSWORD, WRONG_PASSWORD, "@", "$argon2");
            assertThat(types(runInProcess("audit", "list", "ANN@example.com")))
                    .containsExactly("ADMIN_GRANTED", "SIGNED_IN", "REGISTERED");
        }

        private List<List<String>> lines(CommandRun listing) {
            return listing.out()
                    .lines()
                    .map(line -> List.of(line.split("\t", -1)))
                    .toList();
        }

        private List<String> types(CommandRun listing) {
            return lines(listing).stream().map(fields -> fields.get(1)).toList();
        }
    }

    @Test
    void rejectsEmbeddedDatabaseInUse() throws Exception {
        Map<String, String> embedded =
                Map.of("DATABASE_URL", "jdbc:h2:file:" + directory.resolve("roster-data/roster"));
        try (RosterProcess roster = RosterProcess.serve(directory, Map.of())) {
            assertThat(new TestApiClient(roster.baseUri()).register(ANN, "Ann").statusCode())
                    .isEqualTo(201);
            for (String command :
                    List.of("admin grant " + ANN, "admin revoke " + ANN, "audit list", "audit list " + ANN)) {
                assertRejects(CommandRun.runInProcess(embedded, command.split(" ", -1)), "another process");
            }
            roster.terminate();
            roster.exitCode();
        }
        assertThat(CommandRun.runInProcess(embedded, "admin", "grant", ANN, "--force")
                        .exitCode())
                .isZero();
        assertThat(CommandRun.runInProcess(embedded, "audit", "list").out().lines())
                .hasSize(2);
    }
}
