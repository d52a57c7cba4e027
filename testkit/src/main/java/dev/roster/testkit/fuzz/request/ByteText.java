package dev.roster.testkit.fuzz.request;

import java.nio.charset.StandardCharsets;

/** Bytes in a string of the characters U+0000 to U+00FF, so that arbitrary bytes can be joined like text. */
public final class ByteText {

    private static final int SHOWN = 1_500;

    private ByteText() {}

    /** Encodes text as UTF-8. A lone surrogate becomes three bytes, which a decoder must reject. */
    static String utf8(String text) {
        StringBuilder bytes = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(point -> append(bytes, point));
        return bytes.toString();
    }

    public static String of(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    public static byte[] bytes(String byteText) {
        return byteText.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Returns printable ASCII and line feeds unchanged and other bytes as escapes. Long text is truncated. */
    public static String escaped(String byteText) {
        StringBuilder text = new StringBuilder();
        for (char each :
                byteText.substring(0, Math.min(SHOWN, byteText.length())).toCharArray()) {
            if (each == '\n' || (each >= ' ' && each < 0x7f && each != '\\')) {
                text.append(each);
            } else if (each == '\r') {
                text.append("\\r");
            } else {
                text.append(String.format("\\x%02x", (int) each));
            }
        }
        if (byteText.length() > SHOWN) {
            text.append("… (").append(byteText.length()).append(" bytes)");
        }
        return text.toString();
    }

    private static void append(StringBuilder bytes, int point) {
        if (point < 0x80) {
            bytes.append((char) point);
        } else if (point < 0x800) {
            bytes.append((char) (0xc0 | (point >> 6))).append(continuation(point));
        } else if (point < 0x10000) {
            bytes.append((char) (0xe0 | (point >> 12)))
                    .append(continuation(point >> 6))
                    .append(continuation(point));
        } else {
            bytes.append((char) (0xf0 | (point >> 18)))
                    .append(continuation(point >> 12))
                    .append(continuation(point >> 6))
                    .append(continuation(point));
        }
    }

    private static char continuation(int bits) {
        return (char) (0x80 | (bits & 0x3f));
    }
}
