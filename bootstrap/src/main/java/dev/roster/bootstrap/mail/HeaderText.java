package dev.roster.bootstrap.mail;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Text of anybody's making, as it can stand in a header. */
final class HeaderText {

    /** A base64 word of that many code points is shorter than the 75 characters that it may have (RFC 2047). */
    private static final int MAX_WORD_CODE_POINTS = 10;

    private HeaderText() {}

    /** With a space for each line break and each other control. */
    static String oneLine(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().forEach(c -> line.appendCodePoint(isControl(c) ? ' ' : c));
        return line.toString();
    }

    /**
     * On one line, for the library to encode. That leaves ASCII alone, also where it looks encoded already and would be
     * read as something else, so what looks so is encoded here.
     */
    static String encode(String text) {
        String line = oneLine(text);
        if (!line.contains("=?")) {
            return line;
        }
        StringBuilder words = new StringBuilder();
        int[] codePoints = line.codePoints().toArray();
        for (int from = 0; from < codePoints.length; from += MAX_WORD_CODE_POINTS) {
            String word = new String(codePoints, from, Math.min(MAX_WORD_CODE_POINTS, codePoints.length - from));
            words.append(from == 0 ? "" : " ")
                    .append("=?UTF-8?B?")
                    .append(Base64.getEncoder().encodeToString(word.getBytes(StandardCharsets.UTF_8)))
                    .append("?=");
        }
        return words.toString();
    }

    private static boolean isControl(int codePoint) {
        int type = Character.getType(codePoint);
        return Character.isISOControl(codePoint)
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }
}
