package dev.roster.testkit.fuzz.request;

import java.util.Locale;

/** Encodings of text in requests. */
final class Encodings {

    private Encodings() {}

    /** Percent-encodes text for queries and forms. A lone surrogate becomes three bytes of invalid UTF-8. */
    static String percent(String text) {
        StringBuilder encoded = new StringBuilder();
        for (char each : ByteText.utf8(text).toCharArray()) {
            if (each < 0x80 && (Character.isLetterOrDigit(each) || "-._~".indexOf(each) >= 0)) {
                encoded.append(each);
            } else {
                encoded.append('%').append(String.format(Locale.ROOT, "%02X", (int) each));
            }
        }
        return encoded.toString();
    }

    /** Encodes text as a JSON string, in UTF-8 or with escapes for all characters outside ASCII. */
    static String json(String text, boolean ascii) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            if (each == '"' || each == '\\') {
                quoted.append('\\').append(each);
            } else if (each < ' ' || (ascii && each > '~')) {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) each));
            } else {
                quoted.append(each);
            }
        }
        return ByteText.utf8(quoted.append('"').toString());
    }
}
