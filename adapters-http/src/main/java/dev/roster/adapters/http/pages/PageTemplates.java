package dev.roster.adapters.http.pages;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Texts and style of the HTML pages. An operator may replace any text, and add styles, such as other colours. Texts are
 * never markup: each page escapes them. Thread-safe.
 */
public final class PageTemplates {

    private static final String TEXTS = "texts.properties";
    private static final String STYLE = "style.css";
    private static final Set<String> FILES = Set.of(TEXTS, STYLE);

    private final Supplier<Content> source;
    private @Nullable Content content;

    private PageTemplates(Supplier<Content> source) {
        this.source = source;
    }

    /** Returns the texts and the style from the jar, which are read by the first page. */
    public static PageTemplates builtIn() {
        return new PageTemplates(PageTemplates::readBuiltIn);
    }

    /**
     * Returns the texts and the style from the jar, with those of a directory: each text in {@code texts.properties}
     * replaces one from the jar, and {@code style.css} follows the built-in style. Both files are optional.
     *
     * @throws IllegalArgumentException if the directory cannot be read or a file in it is invalid; the message names
     *     the directory or file
     */
    public static PageTemplates withOverrides(Path directory) {
        rejectUnknownFiles(directory);
        Content own = readBuiltIn();
        Map<String, String> texts = new HashMap<>(own.texts());
        Path textFile = directory.resolve(TEXTS);
        read(textFile).ifPresent(text -> replace(texts, textFile, text));
        Path styleFile = directory.resolve(STYLE);
        Optional<String> style = read(styleFile);
        style.ifPresent(css -> requireStyle(styleFile, css));
        Content replaced = new Content(Map.copyOf(texts), own.style() + style.orElse(""));
        return new PageTemplates(() -> replaced);
    }

    String text(String key) {
        String text = content().texts().get(key);
        if (text == null) {
            throw new IllegalStateException("no text " + key + " in " + TEXTS);
        }
        return text;
    }

    String style() {
        return content().style();
    }

    private synchronized Content content() {
        Content read = content;
        if (read == null) {
            read = source.get();
            content = read;
        }
        return read;
    }

    private static Content readBuiltIn() {
        Map<String, String> texts = new HashMap<>();
        properties(Html.resource(TEXTS)).forEach((key, text) -> texts.put(String.valueOf(key), String.valueOf(text)));
        return new Content(Map.copyOf(texts), Html.resource(STYLE));
    }

    private static void replace(Map<String, String> texts, Path file, String text) {
        Properties given;
        try {
            given = properties(text);
        } catch (IllegalArgumentException malformed) {
            throw invalid(file, "is not a valid properties file: " + malformed.getMessage());
        }
        for (String key : given.stringPropertyNames()) {
            String value = given.getProperty(key).strip();
            if (!texts.containsKey(key)) {
                throw invalid(file, "has an unknown text '" + key + "'");
            }
            if (value.isEmpty()) {
                throw invalid(file, "has no text for '" + key + "'");
            }
            texts.put(key, value);
        }
        if (!texts.getOrDefault("language", "").matches("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")) {
            throw invalid(file, "must have a language tag as 'language', such as en or pt-BR");
        }
    }

    /** The style stands in the page itself, and the hash of its bytes is in the Content-Security-Policy. */
    private static void requireStyle(Path file, String css) {
        if (css.toLowerCase(Locale.ROOT).contains("</style")) {
            throw invalid(file, "must not contain </style");
        }
        if (css.indexOf('\0') >= 0) {
            throw invalid(file, "must not contain NUL");
        }
    }

    private static Properties properties(String text) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(text));
        } catch (IOException impossible) {
            throw new IllegalStateException("a text cannot be read", impossible);
        }
        return properties;
    }

    /** Returns the text of a file with the line ends that a browser makes of all line ends; empty without the file. */
    private static Optional<String> read(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
            String withoutMark = text.startsWith("\uFEFF") ? text.substring(1) : text;
            return Optional.of(withoutMark.replace("\r\n", "\n").replace('\r', '\n'));
        } catch (CharacterCodingException garbled) {
            throw new IllegalArgumentException("the page template " + file + " is not valid UTF-8", garbled);
        } catch (IOException failed) {
            throw new IllegalArgumentException("the page template " + file + " cannot be read", failed);
        }
    }

    /** Rejects files with unknown names, to detect misspelled names. */
    private static void rejectUnknownFiles(Path directory) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.{properties,css,html,js}")) {
            for (Path file : files) {
                if (!FILES.contains(file.getFileName().toString())) {
                    throw new IllegalArgumentException(
                            "unknown page template " + file + "; accepted are " + TEXTS + " and " + STYLE);
                }
            }
        } catch (IOException failed) {
            throw new IllegalArgumentException(
                    "the directory of page templates " + directory + " cannot be read", failed);
        }
    }

    private static IllegalArgumentException invalid(Path file, String what) {
        return new IllegalArgumentException("the page template " + file + " " + what);
    }

    private record Content(Map<String, String> texts, String style) {}
}
