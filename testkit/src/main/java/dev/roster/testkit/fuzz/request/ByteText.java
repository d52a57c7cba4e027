package dev.roster.testkit.fuzz.request;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Bytes in a string of the characters U+0000 to U+00FF, so that arbitrary bytes can be joined like text. */
public final class ByteText {

    private static final int SHOWN = 1_500;

    private ByteText() {}

    /** Encodes text as UTF-8. A lone surrogate becomes three bytes, which a decoder must reject. */
    static String utf8(String text) {
        StringBuilder bytes = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(point -> {
            if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
                bytes.append((char) 0xed)
                        .append((char) (0x80 | (point >> 6 & 0x3f)))
                        .append((char) (0x80 | (point & 0x3f)));
            } else {
                bytes.append(of(Character.toString(point).getBytes(StandardCharsets.UTF_8)));
            }
        });
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
                text.append(String.format(Locale.ROOT, "\\x%02x", (int) each));
            }
        }
        if (byteText.length() > SHOWN) {
            text.append("… (").append(byteText.length()).append(" bytes)");
        }
        return text.toString();
    }
}
