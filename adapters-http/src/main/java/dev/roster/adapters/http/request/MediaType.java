package dev.roster.adapters.http.request;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A media type with parameters, as in {@code Content-Type} (RFC 9110, section 8.3.1). Parsing is lenient: case, white
 * space, quotation marks, empty parameters and unknown parameters do not matter.
 *
 * @param type the type in lower case, without parameters; may be any text
 * @param charsets the values of all such parameters, in lower case, without quotation marks
 */
record MediaType(String type, List<String> charsets) {

    /** UTF-8 and its subset, under the names that clients use. */
    private static final Set<String> UTF_8_NAMES = Set.of("utf-8", "utf8", "us-ascii", "ascii");

    static MediaType parse(String text) {
        List<String> parts = split(text.toLowerCase(Locale.ROOT));
        List<String> charsets = new ArrayList<>();
        for (String parameter : parts.subList(1, parts.size())) {
            int equals = parameter.indexOf('=');
            if (equals >= 0 && parameter.substring(0, equals).strip().equals("charset")) {
                charsets.add(unquoted(parameter.substring(equals + 1).strip()));
            }
        }
        return new MediaType(parts.get(0).strip(), charsets);
    }

    /** Returns whether a text of this type may be read as UTF-8, which is also the default. */
    boolean isUtf8() {
        return UTF_8_NAMES.containsAll(charsets);
    }

    /** Splits at semicolons outside quotation marks. */
    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ';' && !quoted) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }

    /** Removes double quotation marks with their escapes, and single ones, which some clients send. */
    private static String unquoted(String value) {
        if (value.length() >= 2 && value.startsWith("'") && value.endsWith("'")) {
            return value.substring(1, value.length() - 1);
        }
        return value.replaceAll("\\\\(.)", "$1").replace("\"", "").strip();
    }
}
