package dev.roster.adapters.http.pages;

import static dev.roster.adapters.http.pages.PageAssertions.assertPage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.roster.adapters.http.HttpSettings;
import dev.roster.adapters.http.TestServer;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageTemplatesTest {

    @TempDir
    Path directory;

    /** A browser hashes the style with its own line ends, and would ignore a style with another hash. */
    @Test
    void replacesTextsAndColours() throws Exception {
        Files.writeString(
                directory.resolve("texts.properties"),
                "language = de\nproduct = <Müller & Söhne>\nlanding.title = Schön, dass du da bist\n");
        Files.writeString(directory.resolve("style.css"), ":root {\r\n    --accent: #b40060;\r\n}\r\n");
        Files.writeString(directory.resolve("notes.md"), "not a template");
        PageSettings pages = new PageSettings(Optional.empty(), PageTemplates.withOverrides(directory));
        HttpSettings settings = HttpSettings.on("127.0.0.1", 0).withPages(pages);

        try (TestServer server = TestServer.withSettings(settings, new InMemoryStorage())) {
            String page = assertPage(server.get("/", "Accept", "text/html"), 200);

            assertThat(page)
                    .contains("<html lang=\"de\">", "&lt;Müller &amp; Söhne&gt;", "<h1>Schön, dass du da bist</h1>")
                    .contains("Documentation of the API", ":root {\n    --accent: #b40060;\n}")
                    .doesNotContain("\r");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "texts.properties | verfy.title = x       | unknown text 'verfy.title'",
                "texts.properties | product =             | no text for 'product'",
                "texts.properties | language = in English | language tag",
                "texts.properties | product = \\uXYZ      | not a valid properties file",
                "style.css        | a {} </STYLE><script> | must not contain </style",
                "styles.css       | a {}                  | unknown page template",
                "verify.html      | <p>                   | unknown page template",
            })
    void rejectsInvalidFileNamingIt(String file, String content, String why) throws IOException {
        Path path = Files.writeString(directory.resolve(file), content);

        assertRejected(path, why);
    }

    @Test
    void rejectsUnreadableFilesAndDirectories() throws IOException {
        Path file = directory.resolve("texts.properties");
        Files.write(file, "product = schön".getBytes(StandardCharsets.ISO_8859_1));
        assertRejected(file, "UTF-8");
        Files.delete(file);
        Files.createDirectory(file);
        assertRejected(file, "cannot be read");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> PageTemplates.withOverrides(directory.resolve("none")))
                .withMessageContaining("none cannot be read");
    }

    private void assertRejected(Path named, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PageTemplates.withOverrides(directory))
                .withMessageContaining(named.toString())
                .withMessageContaining(why);
    }
}
