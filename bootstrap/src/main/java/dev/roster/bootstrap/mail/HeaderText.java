package dev.roster.bootstrap.mail;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/** Makes untrusted text safe for use in mail headers. */
final class HeaderText {

    /** An encoded word of this many code points stays below the maximum of 75 characters (RFC 2047). */
    private static final int MAX_WORD_CODE_POINTS = 10;

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}]");

    private HeaderText() {}

    /** Replaces each line break and control character with a space. */
    static String oneLine(String text) {
        return CONTROL.matcher(text).replaceAll(" ");
    }

    /**
     * Returns the text on one line, ready for the mail library, which encodes only non-ASCII text. Text that looks like
     * an encoded word ({@code =?}) is encoded here, because mail readers would decode it.
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
}
