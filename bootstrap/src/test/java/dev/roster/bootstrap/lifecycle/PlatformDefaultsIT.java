package dev.roster.bootstrap.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.roster.bootstrap.process.CommandRun;
import dev.roster.bootstrap.process.RosterProcess;
import dev.roster.bootstrap.process.TestApiClient;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The packaged service with unusual defaults of the platform: locale, charset and time zone. */
@ResourceLock(RosterProcess.FIRST_LOCK)
@Timeout(300)
class PlatformDefaultsIT {

    private static final String SENDER = "B\u00FCcher <sender@example.com>";
    private static final String EMAIL = "j\u00FCrgen@example.com";

    @TempDir
    Path directory;

    @BeforeAll
    static void requireUtf8Environment() {
        // A newer JVM passes an environment to its children in the charset of the locale.
        assumeTrue(
                Runtime.version().feature() == 17 || "UTF-8".equals(System.getProperty("sun.jnu.encoding")),
                "requires a locale with UTF-8");
    }

    private static Map<String, String> settings(String locale, String jvmOptions, String... more) {
        Map<String, String> settings =
                new HashMap<>(Map.of("LC_ALL", locale, "TZ", "Pacific/Kiritimati", "JAVA_TOOL_OPTIONS", jvmOptions));
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return settings;
    }

    private String onlyMail() throws IOException {
        try (Stream<Path> mails = Files.list(directory.resolve("roster-data/mails"))) {
            List<Path> files = mails.toList();
            assertThat(files).hasSize(1);
            return Files.readString(files.get(0));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "C, -Duser.language=tr -Duser.country=TR",
        "C.UTF-8, -Duser.language=ar -Duser.country=EG -Dfile.encoding=ISO-8859-1",
        "C, -Dfile.encoding=ISO-8859-1"
    })
    void writesTheSameInEachLocale(String locale, String jvmOptions) throws IOException {
        Map<String, String> settings = settings(locale, jvmOptions, "MAIL_FROM", SENDER);
        try (RosterProcess roster = RosterProcess.serve(directory, settings)) {
            HttpResponse<String> user = roster.api().register(EMAIL, "I\u0130\u0131i");
            assertThat(user.statusCode()).as(user.body()).isEqualTo(201);
            RosterProcess.await("the mail in the log", () -> roster.out().contains("mail to " + EMAIL));
            assertThat(roster.api().get("/users/me", TestApiClient.token(user)).body())
                    .contains("I\u0130\u0131i", EMAIL);
        }

        assertThat(onlyMail())
                .contains("From: \"B\u00FCcher\" <sender@example.com>", "To: " + EMAIL, " +0000 (UTC)")
                .doesNotContain("+1400");
        assertThat(CommandRun.runJar(directory, settings, "audit", "list", EMAIL)
                        .out())
                .containsPattern("^20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z\tREGISTERED\tuser 1\t");
        assertThat(CommandRun.runJar(directory, settings, "outbox", "list").out())
                .startsWith("0 waiting, 0 dead");
    }

    @Test
    void namesPathThatLocaleCannotEncode() throws IOException {
        String path = directory.resolve("sp\u00E4\u00DF").toString();

        CommandRun run = CommandRun.runJar(directory, settings("C", "", "MAIL_DIR", path), "serve");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains(
                        "MAIL_DIR: must be ",
                        "sp\u00E4\u00DF",
                        ": this locale has no such file names; start Roster with LC_ALL=C.UTF-8");
    }

    @Test
    void writesMailsToPathWithOtherCharset() throws IOException {
        Path mails = directory.resolve("sp\u00E4\u00DF");
        Map<String, String> settings = settings("C.UTF-8", "-Dfile.encoding=ISO-8859-1", "MAIL_DIR", mails.toString());

        try (RosterProcess roster = RosterProcess.serve(directory, settings)) {
            roster.api().register("ann@example.com", "Ann");
            RosterProcess.await("the mail in the log", () -> roster.out().contains(" is in " + mails));
        }

        assertThat(mails).isNotEmptyDirectory();
    }
}
