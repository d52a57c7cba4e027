package dev.roster.application.outbox.codec;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * JSON objects whose values are strings, integers and booleans. Written in ASCII, so that any Java string round-trips,
 * including characters that databases reject. Errors quote nothing, because the text may contain a secret.
 */
final class FlatJson {

    private static final int UNICODE_ESCAPE_DIGITS = 4;
    private static final String ESCAPED = "\"\\/bfnrt";
    private static final String UNESCAPED = "\"\\/\b\f\n\r\t";

    private final String text;
    private int position;

    private FlatJson(String text) {
        this.text = text;
    }

    static String write(Map<String, Object> fields) {
        StringBuilder json = new StringBuilder("{");
        fields.forEach((name, value) -> {
            json.append(json.length() == 1 ? "" : ",");
            appendString(json, name);
            json.append(':');
            if (value instanceof String string) {
                appendString(json, string);
            } else {
                json.append(value);
            }
        });
        return json.append('}').toString();
    }

    private static void appendString(StringBuilder json, String value) {
        json.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                json.append(String.format(Locale.ROOT, "\\u%04X", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }

    /**
     * Parses an object.
     *
     * @return the values: {@link String}, {@link Long} and {@link Boolean}
     * @throws IllegalArgumentException if the text is not such an object, or has two fields of one name
     */
    static Map<String, Object> read(String text) {
        FlatJson json = new FlatJson(text);
        Map<String, Object> fields = new LinkedHashMap<>();
        json.require('{');
        boolean another = !json.skip('}');
        while (another) {
            String name = json.string();
            json.require(':');
            if (fields.put(name, json.value()) != null) {
                throw json.error("a field occurs twice");
            }
            another = json.skip(',');
            if (!another) {
                json.require('}');
            }
        }
        json.skipSpace();
        if (json.position < text.length()) {
            throw json.error("there is text after the object");
        }
        return fields;
    }

    private Object value() {
        skipSpace();
        if (peek() == '"') {
            return string();
        }
        int start = position;
        while (Character.isLetterOrDigit(peek()) || peek() == '-') {
            position++;
        }
        String token = text.substring(start, position);
        if (token.equals("true") || token.equals("false")) {
            return Boolean.valueOf(token);
        }
        if (token.matches("-?(0|[1-9][0-9]{0,18})")) {
            try {
                return Long.valueOf(token);
            } catch (NumberFormatException tooLarge) {
                throw error("an integer needs more than 64 bits");
            }
        }
        throw error("a value is not a string, an integer or a boolean");
    }

    private String string() {
        require('"');
        StringBuilder value = new StringBuilder();
        for (char c = next(); c != '"'; c = next()) {
            if (c < ' ') {
                throw error("a string contains a control character");
            }
            value.append(c == '\\' ? escaped() : c);
        }
        return value.toString();
    }

    private char escaped() {
        char c = next();
        if (c == 'u') {
            String digits = text.substring(position, Math.min(position + UNICODE_ESCAPE_DIGITS, text.length()));
            if (!digits.matches("[0-9A-Fa-f]{4}")) {
                throw error("an escape sequence is invalid");
            }
            position += UNICODE_ESCAPE_DIGITS;
            return (char) Integer.parseInt(digits, 16);
        }
        int known = ESCAPED.indexOf(c);
        if (known < 0) {
            throw error("an escape sequence is invalid");
        }
        return UNESCAPED.charAt(known);
    }

    private char next() {
        char c = peek();
        position++;
        if (position > text.length()) {
            throw error("the text ends too early");
        }
        return c;
    }

    /** Returns the next character; NUL at the end, which is invalid outside strings, too. */
    private char peek() {
        return position < text.length() ? text.charAt(position) : '\0';
    }

    private boolean skip(char expected) {
        skipSpace();
        boolean found = peek() == expected;
        position += found ? 1 : 0;
        return found;
    }

    private void require(char expected) {
        if (!skip(expected)) {
            throw error("'" + expected + "' is missing");
        }
    }

    private void skipSpace() {
        while (" \t\r\n".indexOf(peek()) >= 0) {
            position++;
        }
    }

    private IllegalArgumentException error(String what) {
        return new IllegalArgumentException("not a flat JSON object: " + what + " at character " + position);
    }

    /**
     * Returns the value of a field.
     *
     * @throws NoSuchElementException if there is no such field of that type; quotes no value
     */
    static <T> T require(Map<String, Object> fields, String name, Class<T> type) {
        Object value = fields.get(name);
        if (!type.isInstance(value)) {
            throw new NoSuchElementException(
                    "there is no " + type.getSimpleName().toLowerCase(Locale.ROOT) + " field '" + name + "'");
        }
        return type.cast(value);
    }
}
