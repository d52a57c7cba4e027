package dev.roster.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** None of these tests depends on permissions, so that root can run them, too. */
class DirectoriesTest {

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void createFile() throws IOException {
        file = Files.createFile(directory.resolve("file"));
    }

    @Test
    void reportsAllUnusableDirectoriesAtOnce() {
        assertThat(errors(Map.of(
                        "HTTP_PORT",
                        "banana",
                        "DATABASE_URL",
                        "jdbc:h2:file:" + file.resolve("roster"),
                        "MAIL_DIR",
                        file.toString(),
                        "MAIL_TEMPLATES",
                        file.toString())))
                .containsExactly(
                        "HTTP_PORT: must be a port from 0 to 65535 (0: any free port), but was \"banana\"",
                        "DATABASE_URL: the directory " + file + " of the embedded database cannot be written (" + file
                                + " is not a directory)",
                        "MAIL_DIR: the directory " + file + " for mails cannot be written (" + file
                                + " is not a directory)",
                        "MAIL_TEMPLATES: the directory of mail templates " + file + " cannot be read");
    }

    @Test
    void reportsDatabaseDirectoryOnceAlthoughMailsAreBesideIt() {
        assertThat(errors(Map.of("DATABASE_URL", "jdbc:h2:file:" + file.resolve("roster"))))
                .singleElement()
                .asString()
                .startsWith("DATABASE_URL: the directory " + file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/proc/roster", "/proc/roster/mails", "/proc/version/mails"})
    void rejectsMailDirectoryThatOnlyAnAttemptShowsToBeReadOnly(String mails) {
        assertThat(errors(Map.of("DATABASE_URL", "jdbc:h2:mem:any", "MAIL_DIR", mails)))
                .singleElement()
                .asString()
                .startsWith("MAIL_DIR: the directory " + mails + " for mails cannot be written");
    }

    @Test
    void rejectsDanglingLinkAsMailDirectory() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("nothing"));

        assertThat(errors(Map.of("DATABASE_URL", "jdbc:h2:mem:any", "MAIL_DIR", link.toString())))
                .singleElement()
                .asString()
                .contains("MAIL_DIR", "is not a directory");
    }

    @Test
    void rejectsMissingTemplates() {
        assertThat(errors(Map.of(
                        "DATABASE_URL", "jdbc:h2:mem:any",
                        "MAIL_DIR", directory.toString(),
                        "MAIL_TEMPLATES", directory.resolve("none").toString())))
                .singleElement()
                .asString()
                .startsWith("MAIL_TEMPLATES: ");
    }

    @Test
    void rejectsPageTemplatesNamingTheFile() throws IOException {
        Path misspelled = Files.writeString(directory.resolve("text.properties"), "product = Example");

        assertThat(errors(Map.of(
                        "DATABASE_URL", "jdbc:h2:mem:any",
                        "MAIL_DIR", directory.toString(),
                        "PAGE_TEMPLATES", directory.toString())))
                .containsExactly("PAGE_TEMPLATES: unknown page template " + misspelled
                        + "; accepted are texts.properties and style.css");
    }

    @Test
    void rejectsDirectoryInPlaceOfDatabaseFile() throws IOException {
        Files.createDirectory(directory.resolve("roster.mv.db"));

        assertThat(errors(Map.of("DATABASE_URL", "jdbc:h2:file:" + directory.resolve("roster"))))
                .singleElement()
                .asString()
                .startsWith("DATABASE_URL: the file " + directory.resolve("roster.mv.db"));
    }

    @Test
    void ignoresMailDirectoryWithMailServer() {
        Map<String, String> settings =
                Map.of("DATABASE_URL", "jdbc:h2:mem:any", "MAIL_DIR", file.toString(), "SMTP_URL", "smtp://localhost");

        assertThatCode(() -> serve(settings)).doesNotThrowAnyException();
    }

    @Test
    void createsNothing() throws IOException {
        Path data = directory.resolve("some").resolve("data");

        serve(Map.of("DATABASE_URL", "jdbc:h2:file:" + data.resolve("roster")));

        try (var entries = Files.list(directory)) {
            assertThat(entries).containsExactly(file);
        }
    }

    private static List<String> errors(Map<String, String> settings) {
        return catchThrowableOfType(ConfigException.class, () -> serve(settings))
                .getMessage()
                .lines()
                .toList();
    }

    private static void serve(Map<String, String> settings) {
        SettingsReader.read(Map.of(), settings, true, List.of());
    }
}
