package dev.roster.testkit.data;

import java.util.List;

/**
 * Strings that some storages change: many scripts, characters with a meaning in query languages, blanks of every kind
 * around the text, and text that looks like a value of another type.
 */
public final class TrickyStrings {

    /** One code point, two UTF-16 units, four bytes of UTF-8. */
    public static final String EMOJI = "😀";

    /** Strings of fewer than fifty code points each. */
    public static final List<String> ALL = List.of(
            "Zoë Ångström", // composed
            "Zoe\u0308 A\u030angstro\u0308m", // the same with combining marks, which must not be composed
            "שלום עולם مرحبا بالعالم", // right to left
            "\u202Eoverride\u202C and \u200Fmark",
            "👩‍👩‍👧‍👦 family of one glyph",
            "O'Brien \"quoted\" `ticked` \\ back\\slash",
            "100% _under_score %like% [a-z] * ?",
            "'; DROP TABLE users; --",
            " leading and trailing  ",
            "line\nbreaks\r\nand\ttabs",
            "\u0001\u001F\u007F controls",
            "${jndi:x} {0} :name $1 \uFFFD \uFFFF",
            "𝔘𝔫𝔦𝔠𝔬𝔡𝔢",
            "\u00A0no-break blanks\u202F", // which strip() keeps and other functions remove
            "\u3000 ideographic blanks\u2003\u3000",
            "\t\r\nline breaks around\n\r\n",
            "\uFEFFbyte order mark\uFEFF",
            "\u200Bzero width\u200B\u2060",
            "ﬁ Å ½ ａ ς ß ı İ", // letters that normalization and case conversion change
            "MiXeD cAsE",
            "0042", // which databases with loose types take for a number
            "1e3",
            "null",
            "<b>&amp;</b> \\u0041 %41",
            "ends with a backslash\\");

    private TrickyStrings() {}
}
