package dev.roster.bootstrap.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MailTemplatesTest {

    private static final Map<String, String> CHANGE_VARIABLES = Map.of("at", "some day");

    @TempDir
    Path directory;

    @Test
    void overridesSingleTemplates() throws IOException {
        Files.writeString(directory.resolve("password-changed.html"), "<p>{{name}}: neu seit {{at}} – schön</p>");
        Files.writeString(directory.resolve("notes.md"), "not a template");

        RenderedMail replaced =
                MailTemplates.withOverrides(directory).render(MailKind.PASSWORD_CHANGED, "A & B", CHANGE_VARIABLES);
        RenderedMail own = MailTemplates.builtIn().render(MailKind.PASSWORD_CHANGED, "A & B", CHANGE_VARIABLES);

        assertThat(replaced.html()).isEqualTo("<p>A &amp; B: neu seit some day – schön</p>");
        assertThat(replaced.subject()).isEqualTo(own.subject()).isEqualTo("Your password was changed");
        assertThat(replaced.text()).isEqualTo(own.text()).contains("A & B", "some day");
        assertThat(own.html()).contains("A &amp; B", "some day");
    }

    @Test
    void allowsSectionsOnKnownVariables() throws IOException {
        Files.writeString(
                directory.resolve("password-changed.text.txt"), "{{#name}}Hi {{name}}{{/name}}{{^at}}never{{/at}}");

        assertThat(MailTemplates.withOverrides(directory)
                        .render(MailKind.PASSWORD_CHANGED, "Ann", CHANGE_VARIABLES)
                        .text())
                .isEqualTo("Hi Ann");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "verification.text.txt | {{link}} {{nmae}} | {{nmae}}",
                "verification.text.txt | {{link}} {{name.length}} | {{name.length}}",
                "verification.text.txt | {{link}} {{#changedTo}}x{{/changedTo}} | {{changedTo}}",
                "verification.text.txt | {{link}} {{>footer}} | must not include another",
                "verification.text.txt | Hello {{name}} | must use {{link}}",
                "password-reset.html | <p>{{name}}</p> | must use {{link}}",
                "password-reset.html | <p>{{link}} {{{name}}}</p> | escaping",
                "password-reset.html | <p>{{link}} {{&name}}</p> | escaping",
                "password-reset.html | {{=<% %>=}}<p><%link%> <%&name%></p> | escaping",
                "password-changed.html | {{#name}}open | not a valid Mustache template",
                "password-changed.subject.txt | '' | one line",
                "password-changed.subject.txt | one\\ntwo | one line",
                "verification.subject.txt | {{link}} | {{link}}",
                "verfication.html | {{link}} | unknown mail template",
                "address-changed.txt | {{name}} | unknown mail template"
            })
    void rejectsInvalidTemplateNamingFile(String file, String content, String why) throws IOException {
        Path path = Files.writeString(directory.resolve(file), content.replace("\\n", "\n"));

        assertRejected(directory, path, why);
    }

    private static void assertRejected(Path directory, Path named, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MailTemplates.withOverrides(directory))
                .withMessageContaining(named.toString())
                .withMessageContaining(why);
    }

    @Test
    void rejectsTemplateNotInUtf8() throws IOException {
        Path file = Files.write(
                directory.resolve("password-changed.text.txt"), "schön".getBytes(StandardCharsets.ISO_8859_1));

        assertRejected(directory, file, "UTF-8");
    }

    @Test
    void rejectsDirectoryInPlaceOfTemplate() throws IOException {
        Path file = Files.createDirectory(directory.resolve("password-changed.html"));

        assertRejected(directory, file, "");
    }

    @Test
    void rejectsMissingDirectory() {
        Path missing = directory.resolve("missing");

        assertRejected(missing, missing, "");
    }
}
