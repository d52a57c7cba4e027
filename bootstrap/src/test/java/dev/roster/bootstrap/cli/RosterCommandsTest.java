package dev.roster.bootstrap.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.bootstrap.config.Config;
import dev.roster.bootstrap.config.Setting;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RosterCommandsTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final List<Config> served = new ArrayList<>();
    private final List<String> archived = new ArrayList<>();

    private int run(Map<String, String> environment, String... args) {
        return new RosterCommands(
                        "1.0",
                        environment,
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8),
                        served::add,
                        file -> {
                            archived.add(file);
                            return 0;
                        })
                .run(List.of(args));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            migrate reset                      | migrate reset: requires --force (confirms that everything
            migrate reset reset --force        | unknown command migrate reset reset;
            migrate --force                    | unknown flag --force;
            outbox                             | unknown command outbox;
            outbox flush                       | unknown command outbox flush;
            outbox retry                       | 'outbox retry: requires ID|dead|expired (the id of a message'
            admin                              | unknown command admin;
            admin grant                        | admin grant: requires EMAIL (the email address of a user)
            admin revoke --force a@example.com | unknown flag --force;
            admin grant to ann@example.com     | unknown command admin grant (not shown);
            admin promote ann@example.com      | unknown command admin promote (not shown);
            audit                              | unknown command audit;
            audit list of ann@example.com      | unknown command audit list (not shown);
            audit list j\uFFFDrgen@example.com | an argument has characters that this locale cannot decode;
            --mail-from B\uFFFDcher            | MAIL_FROM (--mail-from): has characters that this locale cannot decode;
            backup                             | backup: requires FILE (the file to write)
            restore                            | restore: requires FILE (a file that "backup" has written)
            backup one another                 | unknown command backup another;
            start                              | unknown command start;
            serve --force                      | unknown flag --force;
            serve -x                           | unknown flag -x;
            serve --HTTP-PORT=1                | unknown flag (not shown);
            archive --http-port                | HTTP_PORT (--http-port): has no value; must be a port
            --http-port --migrate=on           | HTTP_PORT (--http-port): has no value; must be a port
            --jwt-secret=hunter2               | JWT_SECRET (--jwt-secret): must be at least 32 bytes
            --jwt-secret 0123456789abcdef0123456789abcdef Hunter2! | unknown command (not shown);
            """)
    void reportsInvalidArguments(String line, String error) {
        int exitCode = run(Map.of(), line.split(" ", -1));

        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString(UTF_8)).startsWith(error).hasLineCount(1).doesNotContainIgnoringCase("hunter2");
        assertThat(out.toString(UTF_8)).isEmpty();
        assertThat(served).isEmpty();
        assertThat(archived).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--http-port 8081 --redis-url=",
                "serve --redis-url= --http-port=8081",
                "--http-port=1 --redis-url= serve --http-port=8081",
                "--http-port=1 --http-port=8081 --redis-url="
            })
    void flagOverridesEnvironment(String line) {
        Map<String, String> environment = Map.of("HTTP_PORT", "banana", "REDIS_URL", "redis://cache");

        assertThat(run(environment, line.split(" ", -1)))
                .as(err.toString(UTF_8))
                .isZero();

        assertThat(served).singleElement().satisfies(config -> {
            assertThat(config.port()).isEqualTo(8081);
            assertThat(config.redis()).isEmpty();
        });
    }

    @Test
    void reportsAllErrorsAtOnce() {
        Map<String, String> environment = Map.ofEntries(
                Map.entry("HTTP_HOST", "not a host"),
                Map.entry("DATABASE_URL", "oracle:hunter2"),
                Map.entry("REDIS_URL", "hunter2"),
                Map.entry("REDIS_TIMEOUT", "soon"),
                Map.entry("JWT_SECRET", "hunter2"),
                Map.entry("ACCESS_TOKEN_TTL", "PT-1S"),
                Map.entry("PUBLIC_URL", "nowhere"),
                Map.entry("SMTP_URL", "hunter2"),
                Map.entry("MAIL_FROM", "nobody"),
                Map.entry("MAIL_SENDERS", "all"),
                Map.entry("MAIL_DIR", "no\0path"),
                Map.entry("MAIL_TEMPLATES", "no\0path"),
                Map.entry("REGISTRATION", "closed"),
                Map.entry("APP_URL", "nowhere"),
                Map.entry("PAGE_TEMPLATES", "no\0path"),
                Map.entry("LOGIN_THROTTLE", "perhaps"),
                Map.entry("CLIENT_LIMITS", "some"),
                Map.entry("CLIENT_CONNECTIONS", "0"),
                Map.entry("CLIENT_REQUESTS", "many"),
                Map.entry("PASSWORD_BLOCKLIST", "no\0path"),
                Map.entry("TRUSTED_PROXIES", "anybody"),
                Map.entry("CORS_ORIGINS", "anywhere"),
                Map.entry("KEEP_ALIVE_TIMEOUT", "long"),
                Map.entry("DATABASE_POOL_SIZE", "none"),
                Map.entry("DATABASE_START_TIMEOUT", "short"),
                Map.entry("SHUTDOWN_DELAY", "later"),
                Map.entry("MANAGEMENT_PORT", "all"),
                Map.entry("MANAGEMENT_HOST", "a b"),
                Map.entry("LOG_LEVEL", "loud"),
                Map.entry("LOG_FORMAT", "xml"),
                Map.entry("ACCESS_LOG", "perhaps"),
                Map.entry("AUDIT_RETENTION", "for ever"));
        // Files of secrets, which cannot be set beside the secrets themselves, are in SecretFilesTest.
        List<Setting> files = Stream.of(Setting.values())
                .flatMap(setting -> setting.file().stream())
                .toList();

        run(
                environment,
                "--http-port=banana",
                "--no-such-flag=hunter2",
                "--migrate",
                "perhaps",
                "--force",
                "serve",
                "me");

        List<String> errors = err.toString(UTF_8).lines().toList();
        assertThat(errors).hasSize(37).noneMatch(error -> error.contains("hunter2"));
        for (Setting setting : Setting.values()) {
            assertThat(errors)
                    .filteredOn(error -> error.startsWith(setting.name()))
                    .as(setting.name())
                    .hasSize(files.contains(setting) ? 0 : 1);
        }
        assertThat(errors)
                .anyMatch(error -> error.startsWith("HTTP_PORT (--http-port): must be a port ")
                        && error.endsWith(", but was \"banana\""))
                .anyMatch(error -> error.startsWith("unknown flag --no-such-flag;"))
                .anyMatch(error -> error.startsWith("unknown flag --force;"))
                .anyMatch(error -> error.startsWith("unknown command serve me;"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"outbox list", "outbox retry dead", "admin grant ann@example.com", "audit list"})
    void rejectsCommandWithoutDatabaseAndCreatesNone(String line, @TempDir Path empty) {
        Path data = empty.resolve("roster-data");
        String url = "jdbc:h2:file:" + data.resolve("roster");

        int exitCode = run(Map.of("DATABASE_URL", url), line.split(" ", -1));

        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString(UTF_8))
                .startsWith("DATABASE_URL: there is no embedded database " + data.resolve("roster.mv.db"))
                .hasLineCount(1);
        assertThat(data).doesNotExist();
    }

    @Test
    void helpListsEverySettingAndShowsNoValues() {
        assertThat(run(Map.of("JWT_SECRET", "hunter2"), "nonsense", "--jwt-secret=hunter2", "--help"))
                .isZero();

        String help = out.toString(UTF_8).replaceAll("\\s+", " ");
        for (Setting setting : Setting.values()) {
            assertThat(help).contains(setting.flag() + "=VALUE").contains(setting.acceptedValues());
        }
        assertThat(help).doesNotContain("hunter2").contains("migrate", "outbox", "admin", "audit", "archive");
        assertThat(help).contains("user accounts, posts and comments", "/docs");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            -h                          | Usage: java -jar roster.jar
            --version                   | Roster 1.0
            migrate reset --help        | Usage: roster migrate reset
            --http-port=x outbox list -h | Usage: roster outbox list
            generate-completion         | #!/usr/bin/env bash
            """)
    void printsHelpVersionAndCompletionScript(String line, String text) {
        assertThat(run(Map.of("HTTP_PORT", "banana"), line.split(" ", -1))).isZero();

        assertThat(out.toString(UTF_8)).startsWith(text);
        assertThat(err.toString(UTF_8)).isEmpty();
        assertThat(served).isEmpty();
    }

    @Test
    void archivesToGivenOrDefaultFile() {
        assertThat(run(Map.of("HTTP_PORT", "banana"), "archive")).isZero();
        assertThat(run(Map.of(), "--migrate=off", "archive", "file")).isZero();

        assertThat(archived).containsExactly("", "file");
    }
}
