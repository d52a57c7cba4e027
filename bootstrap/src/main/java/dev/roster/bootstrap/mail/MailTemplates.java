package dev.roster.bootstrap.mail;

import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The Mustache templates of all mails, three files for each kind. An operator may replace any of them. All templates
 * are read and validated at the start.
 */
public final class MailTemplates {

    private static final String SUBJECT = ".subject.txt";
    private static final String TEXT = ".text.txt";
    private static final String HTML = ".html";

    /** A section of an empty value is left out, such as a greeting with a name. */
    private static final Mustache.Compiler COMPILER = Mustache.compiler().emptyStringIsFalse(true);

    private static final Mustache.Compiler PLAIN = COMPILER.withEscaper(Escapers.NONE);
    private static final Mustache.Compiler ESCAPING = COMPILER.withEscaper(Escapers.simple(
            new String[][] {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}, {"'", "&#39;"}}));

    private final Map<MailKind, Parts> templates;

    private MailTemplates(Map<MailKind, Parts> templates) {
        this.templates = templates;
    }

    /** Returns the templates from the jar. */
    public static MailTemplates builtIn() {
        return read(Optional.empty());
    }

    /**
     * Returns the templates of a directory, with those from the jar for missing files.
     *
     * @throws IllegalArgumentException if the directory cannot be read or a file in it is invalid; the message names
     *     the directory or file
     */
    public static MailTemplates withOverrides(Path directory) {
        rejectUnknownFiles(directory);
        return read(Optional.of(directory));
    }

    RenderedMail render(MailKind kind, String name, Map<String, String> more) {
        Map<String, String> values = new HashMap<>(more);
        values.put("name", name);
        Parts parts = templates.get(kind);
        if (parts == null || !values.keySet().equals(kind.variables())) {
            throw new IllegalStateException("no template for " + kind + " with " + values.keySet());
        }
        return new RenderedMail(
                HeaderText.oneLine(parts.subject().render(values)).strip(),
                parts.text().render(values),
                parts.html().render(values));
    }

    private static MailTemplates read(Optional<Path> directory) {
        Map<MailKind, Parts> templates = new EnumMap<>(MailKind.class);
        for (MailKind kind : MailKind.values()) {
            templates.put(
                    kind,
                    new Parts(
                            template(directory, kind, SUBJECT),
                            template(directory, kind, TEXT),
                            template(directory, kind, HTML)));
        }
        return new MailTemplates(templates);
    }

    private static MailTemplate template(Optional<Path> directory, MailKind kind, String ending) {
        String file = kind.label() + ending;
        Optional<Path> replaced = directory.map(in -> in.resolve(file)).filter(Files::exists);
        String shown = replaced.map(Path::toString).orElse(file);
        String source = source(file, replaced, shown);
        if (ending.equals(SUBJECT)) {
            return MailTemplate.ofSubject(PLAIN, shown, source, kind);
        }
        return MailTemplate.ofBody(ending.equals(HTML) ? ESCAPING : PLAIN, shown, source, kind);
    }

    private static String source(String file, Optional<Path> replaced, String shown) {
        try {
            byte[] bytes = replaced.isPresent() ? Files.readAllBytes(replaced.get()) : builtIn(file);
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException garbled) {
            throw new IllegalArgumentException("the mail template " + shown + " is not valid UTF-8");
        } catch (IOException failed) {
            throw new IllegalArgumentException("the mail template " + shown + " cannot be read", failed);
        }
    }

    private static byte[] builtIn(String file) throws IOException {
        try (InputStream resource = MailTemplates.class.getResourceAsStream("/mail/" + file)) {
            if (resource == null) {
                throw new IllegalStateException("no resource mail/" + file);
            }
            return resource.readAllBytes();
        }
    }

    /** Rejects files with unknown names, to detect misspelled names. */
    private static void rejectUnknownFiles(Path directory) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.{txt,html}")) {
            for (Path file : files) {
                if (!isTemplate(file.getFileName().toString())) {
                    throw new IllegalArgumentException("unknown mail template " + file);
                }
            }
        } catch (IOException failed) {
            throw new IllegalArgumentException(
                    "the directory of mail templates " + directory + " cannot be read", failed);
        }
    }

    private static boolean isTemplate(String name) {
        return Stream.of(MailKind.values())
                .flatMap(kind -> Stream.of(SUBJECT, TEXT, HTML).map(ending -> kind.label() + ending))
                .anyMatch(name::equals);
    }

    private record Parts(MailTemplate subject, MailTemplate text, MailTemplate html) {}
}
