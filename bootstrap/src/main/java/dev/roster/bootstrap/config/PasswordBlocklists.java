package dev.roster.bootstrap.config;

import dev.roster.application.port.security.PasswordBlocklist;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Reader of lists of passwords that no account may be given. */
final class PasswordBlocklists {

    private static final String COMMON = "/passwords/common.txt";

    private PasswordBlocklists() {}

    /**
     * Returns a list.
     *
     * @param text {@code common} for the list in the jar, {@code off} for none, or else the path of a file in UTF-8 with
     *     a password in each line
     * @throws IllegalArgumentException if the file cannot be read; the message starts with "the file"
     */
    static PasswordBlocklist parse(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "off" -> PasswordBlocklist.NONE;
            case "common" -> common();
            default -> read(Path.of(text));
        };
    }

    private static PasswordBlocklist common() {
        InputStream list = Objects.requireNonNull(PasswordBlocklists.class.getResourceAsStream(COMMON));
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(list, StandardCharsets.UTF_8))) {
            return PasswordBlocklist.of(reader.lines().toList());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static PasswordBlocklist read(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            return PasswordBlocklist.of(lines);
        } catch (CharacterCodingException malformed) {
            throw new IllegalArgumentException("the file is not in UTF-8", malformed);
        } catch (IOException failed) {
            String reason = Files.isDirectory(file) ? "it is a directory" : Redaction.failureReason(failed);
            throw new IllegalArgumentException("the file cannot be read (" + reason + ")", failed);
        }
    }
}
