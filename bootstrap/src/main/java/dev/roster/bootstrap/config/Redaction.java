package dev.roster.bootstrap.config;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes values safe to show in messages: on one line, short and without secrets. */
final class Redaction {

    private static final int MAX_LENGTH = 80;
    private static final Pattern NOT_PRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

    /** Matches the scheme, the only part of a URL that never contains a password, even if the URL is malformed. */
    private static final Pattern SCHEME = Pattern.compile(
            "(jdbc:(?:[a-z0-9]{1,20}:(?:(?:file|mem|tcp|ssl|nio):)?)?|[a-z][a-z0-9+.-]{0,20}://).*", Pattern.DOTALL);

    private Redaction() {}

    /** Returns a value that is not a secret, in quotes. */
    static String quote(String text) {
        String line = NOT_PRINTABLE.matcher(text).replaceAll("?");
        return line.codePointCount(0, line.length()) > MAX_LENGTH
                ? '"' + line.substring(0, line.offsetByCodePoints(0, MAX_LENGTH)) + "...\""
                : '"' + line + '"';
    }

    /** Returns only the scheme of a URL that may contain a password. */
    static String schemeOnly(String text) {
        Matcher scheme = SCHEME.matcher(text);
        return scheme.matches() ? "a URL beginning with \"" + scheme.group(1) + "\"" : "a value not shown here";
    }

    /** Returns only the length of a secret. */
    static String lengthOnly(int bytes) {
        return bytes + (bytes == 1 ? " byte" : " bytes");
    }

    /** Returns why a file cannot be used. */
    static String failureReason(IOException failed) {
        if (failed instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (failed instanceof FileAlreadyExistsException) {
            return "a file of another type already exists";
        }
        if (failed instanceof NoSuchFileException) {
            return "no such file or directory";
        }
        String reason = failed instanceof FileSystemException system ? system.getReason() : null;
        return reason == null ? "I/O error" : reason;
    }
}
