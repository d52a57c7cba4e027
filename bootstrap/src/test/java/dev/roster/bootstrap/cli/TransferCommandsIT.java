package dev.roster.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.adapters.jdbc.Schema;
import dev.roster.bootstrap.LowCostRoster;
import dev.roster.bootstrap.Roster;
import dev.roster.bootstrap.process.CommandRun;
import dev.roster.bootstrap.process.TestApiClient;
import dev.roster.bootstrap.process.TestSettings;
import dev.roster.testkit.server.PostgresDatabase;
import dev.roster.testkit.server.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(900)
class TransferCommandsIT {

    private static final String HEADER = "{\"format\":\"roster-export\",\"version\":1,\"schema\":" + Schema.version()
            + ",\"nextIds\":{\"users\":200000,\"posts\":9,\"comments\":9,\"audit_events\":9,\"outbox\":9}}";
    private static final String HASH = "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$c29tZXRhZ3NvbWV0YWdzb21ldGFn";
    private static final int MANY = 100_000;

    @TempDir
    Path directory;

    private PostgresDatabase postgres;

    @BeforeEach
    void createDatabase() {
        postgres = PostgresServer.running().database("empty", fresh -> {});
    }

    @AfterEach
    void dropDatabase() {
        postgres.close();
    }

    private Map<String, String> h2(String name) {
        return settings("jdbc:h2:file:" + directory.resolve(name).resolve("roster"));
    }

    private Map<String, String> settings(String url) {
        return TestSettings.of(url, "MAIL_DIR", directory.resolve("mails").toString());
    }

    private Path file(String name) {
        return directory.resolve(name);
    }

    private static CommandRun succeed(Map<String, String> settings, String... args) {
        CommandRun run = CommandRun.runInProcess(settings, args);
        assertThat(run.exitCode()).as(run.toString()).isZero();
        return run;
    }

    private CommandRun export(Map<String, String> settings, String name) {
        return succeed(settings, "export", file(name).toString());
    }

    private CommandRun importAll(Map<String, String> settings, String name) {
        return succeed(settings, "import", file(name).toString());
    }

    @Test
    void movesAccountsToPostgresAndBack() {
        Map<String, String> onPostgres = settings(postgres.url());
        String session;
        try (Roster roster = LowCostRoster.start(h2("first"))) {
            TestApiClient api = new TestApiClient(roster.baseUri());
            session = TestApiClient.token(api.register("ann@example.com", "Ann"));
            String bob = TestApiClient.token(api.register("bob@example.com", "Bob"));
            assertThat(api.post("/posts", "{\"title\":\"T\",\"content\":\"C\",\"published\":true}", session)
                            .statusCode())
                    .isEqualTo(201);
            assertThat(api.post("/posts/1/comments", "{\"content\":\"C\"}", bob).statusCode())
                    .isEqualTo(201);
            assertThat(api.delete("/users/2", bob).statusCode()).isEqualTo(204);
        }

        export(h2("first"), "first.jsonl");
        importAll(onPostgres, "first.jsonl");
        export(onPostgres, "second.jsonl");
        importAll(h2("back"), "second.jsonl");
        export(h2("back"), "third.jsonl");

        assertThat(file("second.jsonl")).hasSameTextualContentAs(file("first.jsonl"));
        assertThat(file("third.jsonl")).hasSameTextualContentAs(file("first.jsonl"));
        for (Map<String, String> settings : List.of(onPostgres, h2("back"))) {
            try (Roster roster = LowCostRoster.start(settings)) {
                TestApiClient api = new TestApiClient(roster.baseUri());
                assertThat(api.get("/users/me", session).body()).contains("ann@example.com");
                assertThat(api.logIn("ann@example.com").statusCode()).isEqualTo(200);
                assertThat(api.get("/posts").body()).contains("\"total\":1");
                // The id of the deleted user is not used again.
                assertThat(api.register("new@example.com", "New").body()).contains("\"id\":3");
            }
        }
    }

    @Test
    void movesRowsOfAllTables() throws IOException {
        List<String> lines = new ArrayList<>(List.of(HEADER, user(1), user(7), credentials(7)));
        lines.add("{\"table\":\"one_time_tokens\",\"hash\":\"B\",\"user_id\":7,\"purpose\":\"PASSWORD_RESET\","
                + "\"expires_at\":\"2023-01-02T00:00:00.000001Z\",\"used_at\":null}");
        lines.add("{\"table\":\"one_time_tokens\",\"hash\":\"a\",\"user_id\":7,\"purpose\":\"PASSWORD_RESET\","
                + "\"expires_at\":\"2023-01-02T00:00:00Z\",\"used_at\":\"2023-01-02T00:00:00Z\"}");
        lines.add("{\"table\":\"posts\",\"id\":3,\"author_id\":7,\"title\":\"T\u2028\",\"content\":\"\\\"\\n\\\\\","
                + "\"published\":false,\"created_at\":\"2023-01-02T00:00:00Z\",\"updated_at\":\"2023-01-02T00:00:00Z\","
                + "\"version\":4}");
        lines.add("{\"table\":\"comments\",\"id\":8,\"post_id\":3,\"author_id\":1,\"content\":\"\","
                + "\"created_at\":\"2023-01-02T00:00:00Z\"}");
        lines.add("{\"table\":\"audit_events\",\"id\":5,\"happened_at\":\"2023-01-02T00:00:00Z\","
                + "\"type\":\"USER_DELETED\",\"user_id\":6,\"actor_id\":null,\"client\":\"::1\"}");
        lines.add("{\"table\":\"outbox\",\"id\":\"00000000-0000-0000-0000-000000000001\",\"position\":2,\"kind\":\"k\","
                + "\"payload\":\"{}\",\"created_at\":\"2023-01-02T00:00:00Z\",\"due_at\":\"2023-01-02T00:00:00Z\","
                + "\"claim\":null,\"claimed_until\":null,\"attempts\":20,\"last_error\":\"no\",\"dead\":true,"
                + "\"lane\":\"MAIL\",\"expired\":false}");
        lines.add("{\"table\":\"outbox\",\"id\":\"00000000-0000-0000-0000-000000000000\",\"position\":8,\"kind\":\"k\","
                + "\"payload\":\"{}\",\"created_at\":\"2023-01-02T00:00:00Z\",\"due_at\":\"2023-01-02T00:00:00Z\","
                + "\"claim\":\"00000000-0000-0000-0000-000000000003\",\"claimed_until\":\"2023-01-02T00:00:00Z\","
                + "\"attempts\":0,\"last_error\":null,\"dead\":false,\"lane\":\"MAIL\",\"expired\":false}");
        Path written = write("rows.jsonl", lines);

        for (Map<String, String> settings : List.of(h2("rows"), settings(postgres.url()))) {
            importAll(settings, "rows.jsonl");
            CommandRun exported = succeed(settings, "export", "-");

            assertThat(exported.out()).isEqualTo(Files.readString(written));
            assertThat(exported.err()).startsWith("Exported 2 users, 1 credentials, 2 one_time_tokens, ");
        }
    }

    private static String user(int id) {
        return "{\"table\":\"users\",\"id\":" + id + ",\"email\":\"u" + id + "@example.com\",\"email_key\":\"u" + id
                + "@example.com\",\"name\":\"U\",\"bio\":\"\",\"verified\":true,\"role\":\"USER\",\"created_by\":null,"
                + "\"created_at\":\"2023-01-01T00:00:00Z\",\"updated_at\":\"2023-01-01T00:00:00Z\",\"version\":1}";
    }

    private static String credentials(int id) {
        return "{\"table\":\"credentials\",\"user_id\":" + id + ",\"password_hash\":\"" + HASH
                + "\",\"session_epoch\":3}";
    }

    /** Writes a complete file. */
    private Path write(String name, List<String> lines) throws IOException {
        String end = "{\"end\":true,\"rows\":" + (lines.size() - 1) + "}\n";
        return Files.writeString(file(name), String.join("\n", lines) + "\n" + end);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "format":"roster-export" | "format":"other" | line 1: must be the header of a file that "export" has written
            "version":1,"schema" | "version":2,"schema" | line 1: "version" must be 1, but was 2; export and import with
            "users":200000 | "users":0 | line 1: "nextIds" must have a number from 1 for users
            "table":"users","id":7 | "table":"user","id":7 | line 3: "table" must be one of users, credentials, one_time_
            "id":7, | "id":"7", | line 3: "id" of users must be a number from 1 to below 200000, the next id in line 1, but was "7"
            "id":7, | "id":200000, | line 3: "id" of users must be a number from 1 to below 200000
            "id":7, | | line 3: "id" of users must be a number from 1 to below 200000, the next id in line 1, but was missing
            "id":7, | "id":7,"x":1, | line 3: a row of users must have the fields table, id, email,
            "id":7, | "id":7,"id":7, | line 3: must be a JSON object in one line
            "user_id":7 | "user_id":8 | line 4: the database rejects this row of credentials: each user and post that it
            "password_hash":"$ | "password_hash":5,"x":"$ | line 4: "password_hash" of credentials must be a text without NUL characters and unpaired surrogates
            "password_hash":"$argon2id | "password_hash":"$argon2 | line 4: "password_hash" of credentials must be an Argon2id hash in PHC format
            "email":"u7@example.com" | "email":"u7" | line 3: "email" of users must be an email address, but was "u7"
            "email_key":"u7@ | "email_key":"U7@ | line 3: "email_key" of users must be "u7@example.com", the key of its email address
            "role":"USER" | "role":"ROOT" | line 2: "role" of users must be one of USER, ADMIN, but was "ROOT"
            "name":"U" | "name":"\\uD800" | line 2: "name" of users must be a text without NUL characters and unpaired
            "id":7,"email":"u7@example.com","email_key":"u7 | "id":7,"email":"u1@example.com","email_key":"u1 | line 3: the database rejects this row of users: an id, email address,
            {"end":true,"rows":3} | {"end":true,"rows":2} | line 5: "rows" must be the number of rows before it, 3, but was 2
            {"end":true,"rows":3} | | line 5: must be
            {"end":true,"rows":3} | {"end":true,"rows":3}` `x | line 6: the file must end before it
            """)
    void importsNothingFromInvalidFile(String part, String replacement, String message) throws IOException {
        Path valid = write("file.jsonl", List.of(HEADER, user(1), user(7), credentials(7)));
        String text = Files.readString(valid);
        assertThat(text).contains(part);
        String changed = replacement == null ? "" : replacement.replace("` `", "\n");
        Files.writeString(valid, text.replace(part, changed));

        for (Map<String, String> settings : List.of(h2("data"), settings(postgres.url()))) {
            CommandRun run = CommandRun.runInProcess(settings, "import", valid.toString());

            assertThat(run.exitCode()).as(run.toString()).isEqualTo(2);
            assertThat(run.err())
                    .hasLineCount(1)
                    .contains("nothing was imported")
                    .contains(message);
            assertThat(run.err()).doesNotContain("argon2id");
        }
        Files.writeString(valid, text);
        importAll(h2("data"), "file.jsonl");
        importAll(settings(postgres.url()), "file.jsonl");
    }

    @Test
    void importsOnlyIntoEmptyDatabase() throws IOException {
        Path written = write("file.jsonl", List.of(HEADER, user(1)));
        for (Map<String, String> settings : List.of(h2("data"), settings(postgres.url()))) {
            importAll(settings, "file.jsonl");

            CommandRun again = CommandRun.runInProcess(settings, "import", written.toString());

            assertThat(again.exitCode()).isEqualTo(2);
            assertThat(again.err()).contains("the database must be empty, but its table users has rows");
            assertThat(succeed(settings, "export", "-").out()).isEqualTo(Files.readString(written));
        }
    }

    @Test
    void replacesFileOnlyWithForce() throws IOException {
        succeed(h2("data"), "migrate");
        Path existing = Files.writeString(file("file.jsonl"), "mine");

        CommandRun refused = CommandRun.runInProcess(h2("data"), "export", existing.toString());

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains("exists already; name another file, or add --force");
        assertThat(existing).hasContent("mine");
        succeed(h2("data"), "export", "--force", existing.toString());
        assertThat(Files.readAllLines(existing)).hasSize(2);
    }

    /** Prints the users per second of each direction. */
    @Test
    @Tag("slow")
    void moves100000Users() throws IOException {
        Stream<String> users = Stream.iterate(1, i -> i + 1).limit(MANY).map(TransferCommandsIT::user);
        Stream<String> passwords = Stream.iterate(1, i -> i + 1).limit(MANY).map(TransferCommandsIT::credentials);
        write(
                "many.jsonl",
                Stream.of(Stream.of(HEADER), users, passwords)
                        .flatMap(lines -> lines)
                        .toList());

        report("H2 import", importAll(h2("many"), "many.jsonl").out());
        report("H2 export", export(h2("many"), "h2.jsonl").err());
        report(
                "PostgreSQL import",
                importAll(settings(postgres.url()), "h2.jsonl").out());
        report(
                "PostgreSQL export",
                export(settings(postgres.url()), "postgres.jsonl").err());

        assertThat(Files.mismatch(file("many.jsonl"), file("postgres.jsonl"))).isEqualTo(-1);
    }

    private static void report(String what, String output) {
        System.out.println(what + ": " + output.lines().reduce("", (first, second) -> second));
    }
}
