package dev.roster.bootstrap.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The environment and the arguments of this process, read as UTF-8.
 *
 * <p>The JVM decodes them in the charset of the locale, or of {@code file.encoding}. Under {@code LC_ALL=C} it replaces
 * each byte of a non-ASCII character by U+FFFD. On Linux the bytes can be read again. Text that is not UTF-8 remains as
 * the JVM has decoded it; {@link #isDamaged} tells whether characters were lost.
 */
public final class ProcessText {

    /** What is wrong with damaged text, and what helps. */
    public static final String DAMAGED =
            "has characters that this locale cannot decode; use UTF-8, and start Roster with" + " LC_ALL=C.UTF-8";

    /** Why a valid path is rejected: the JVM encodes names of files in the charset of the locale. */
    static final String UNNAMEABLE = ": this locale has no such file names; start Roster with LC_ALL=C.UTF-8";

    private static final Path ENVIRONMENT = Path.of("/proc/self/environ");
    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");
    private static final Pattern ASCII = Pattern.compile("\\p{ASCII}*");

    private ProcessText() {}

    /** Returns the environment of this process. */
    public static Map<String, String> environment() {
        Map<String, String> decoded = System.getenv();
        return isAscii(decoded.values()) ? decoded : environment(decoded, read(ENVIRONMENT));
    }

    /**
     * Returns the arguments of this process.
     *
     * @param decoded the arguments as the JVM has decoded them
     */
    public static List<String> arguments(List<String> decoded) {
        return isAscii(decoded) ? decoded : arguments(decoded, read(COMMAND_LINE));
    }

    /** Replaces non-ASCII values by the values that the entries {@code NAME=VALUE} have in UTF-8. */
    static Map<String, String> environment(Map<String, String> decoded, List<byte[]> entries) {
        Map<String, String> values = new HashMap<>(decoded);
        Set<String> seen = new HashSet<>();
        for (byte[] bytes : entries) {
            String entry = new String(bytes, StandardCharsets.UTF_8);
            String name = entry.substring(0, Math.max(0, entry.indexOf('=')));
            String value = decoded.getOrDefault(name, "");
            // Of several values, the JVM and the C library use the first.
            if (seen.add(name) && !isAscii(value)) {
                utf8(bytes).ifPresent(text -> values.put(name, text.substring(name.length() + 1)));
            }
        }
        return values;
    }

    /** Replaces non-ASCII arguments by the last words of the command line, unless these are other arguments. */
    static List<String> arguments(List<String> decoded, List<byte[]> commandLine) {
        int first = commandLine.size() - decoded.size();
        if (first < 0) {
            return decoded;
        }
        List<String> arguments = new ArrayList<>();
        for (int i = 0; i < decoded.size(); i++) {
            String argument = decoded.get(i);
            String text = utf8(commandLine.get(first + i)).orElse(argument);
            if (isAscii(argument) && !text.equals(argument)) {
                return decoded;
            }
            arguments.add(text);
        }
        return arguments;
    }

    /** Returns whether characters of a text were lost when it was decoded. */
    public static boolean isDamaged(String text) {
        return text.indexOf('\uFFFD') >= 0;
    }

    private static boolean isAscii(Iterable<String> texts) {
        for (String text : texts) {
            if (!isAscii(text)) {
                return false;
            }
        }
        return true;
    }

    static boolean isAscii(String text) {
        return ASCII.matcher(text).matches();
    }

    /** Returns the parts of a file that a zero byte ends; empty if the platform has no such file. */
    private static List<byte[]> read(Path file) {
        try {
            byte[] content = Files.readAllBytes(file);
            List<byte[]> parts = new ArrayList<>();
            int start = 0;
            for (int i = 0; i < content.length; i++) {
                if (content[i] == 0) {
                    parts.add(Arrays.copyOfRange(content, start, i));
                    start = i + 1;
                }
            }
            return parts;
        } catch (IOException notLinux) {
            return List.of();
        }
    }

    private static Optional<String> utf8(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException otherCharset) {
            return Optional.empty();
        }
    }
}
