package dev.roster.testkit.fuzz.request;

/** Ways to write a text. */
final class Encodings {

    private Encodings() {}

    /** As in queries and forms. Half of a surrogate pair becomes three bytes that are no UTF-8. */
    static String percent(String text) {
        StringBuilder encoded = new StringBuilder();
        for (char each : ByteText.utf8(text).toCharArray()) {
            if (each < 0x80 && (Character.isLetterOrDigit(each) || "-._~".indexOf(each) >= 0)) {
                encoded.append(each);
            } else {
                encoded.append('%').append(String.format("%02X", (int) each));
            }
        }
        return encoded.toString();
    }

    /** As a string of JSON, in UTF-8 or with an escape for all that is not ASCII. */
    static String json(String text, boolean ascii) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            if (each == '"' || each == '\\') {
                quoted.append('\\').append(each);
            } else if (each < ' ' || (ascii && each > '~')) {
                quoted.append(String.format("\\u%04x", (int) each));
            } else {
                quoted.append(each);
            }
        }
        return ByteText.utf8(quoted.append('"').toString());
    }
}
