package dev.roster.testkit.conformance.report;

import java.util.Locale;

/** Text of a markup document. All text is escaped, except what {@link #raw} appends. */
final class Markup {

    private static final double MINUTE = 60;
    private static final double MILLIS = 1000;

    private final StringBuilder text = new StringBuilder();

    /** Appends markup as it is. */
    Markup raw(String markup) {
        text.append(markup);
        return this;
    }

    /** Appends text, for content or for the value of an attribute in quotation marks. */
    Markup text(String content) {
        text.append(escape(content));
        return this;
    }

    Markup text(long number) {
        text.append(number);
        return this;
    }

    /** Returns text that is safe in HTML and XML: escaped, without characters that XML does not allow. */
    static String escape(String content) {
        StringBuilder escaped = new StringBuilder(content.length() + 16);
        content.codePoints().forEach(each -> {
            switch (each) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(isAllowed(each) ? each : '\uFFFD');
            }
        });
        return escaped.toString();
    }

    private static boolean isAllowed(int character) {
        boolean control = character < ' ' && character != '\n' && character != '\t' && character != '\r';
        boolean other = character >= 0x7F && character < 0xA0;
        boolean surrogate = character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
        return !control && !other && !surrogate && (character & 0xFFFE) != 0xFFFE;
    }

    /** Returns a duration such as {@code 12 ms}, {@code 1.2 s} or {@code 2 min 5 s}. */
    static String duration(double seconds) {
        if (seconds < 1) {
            return Math.round(seconds * MILLIS) + " ms";
        }
        if (seconds < MINUTE) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        long whole = Math.round(seconds);
        return whole / 60 + " min " + whole % 60 + " s";
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
