package dev.roster.adapters.http.routes;

/**
 * Budget of the texts in one response, which bounds its size. Used by one thread.
 *
 * <p>A list has too many long texts for one response if it has 100 posts of 20,000 characters, for example.
 */
final class TextBudget {

    /** Maximum size of all texts in one response that are longer than an excerpt, in bytes of JSON. */
    static final int MAX_BYTES = 1 << 20;

    /** Length of an excerpt, in code points. */
    static final int EXCERPT_LENGTH = 200;

    private long left = MAX_BYTES;

    /** Takes the size of a text, or returns false and takes nothing if it exceeds the rest of the budget. */
    boolean take(String text) {
        long size = jsonSize(text);
        if (size > left) {
            return false;
        }
        left -= size;
        return true;
    }

    /** Returns the beginning of a text; the whole text if it is not longer than an excerpt. */
    static String excerpt(String text) {
        return isLong(text) ? text.substring(0, text.offsetByCodePoints(0, EXCERPT_LENGTH)) : text;
    }

    /** Returns whether a text is longer than an excerpt. */
    static boolean isLong(String text) {
        return text.length() > EXCERPT_LENGTH && text.codePointCount(0, text.length()) > EXCERPT_LENGTH;
    }

    /** Returns the size in JSON in bytes of UTF-8, without the quotation marks. */
    static long jsonSize(String text) {
        long size = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ') {
                size += c == '\n' || c == '\r' || c == '\t' || c == '\b' || c == '\f' ? 2 : 6;
            } else if (c < 0x80) {
                size += c == '"' || c == '\\' ? 2 : 1;
            } else {
                // A surrogate pair has 4 bytes.
                size += c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
            }
        }
        return size;
    }
}
