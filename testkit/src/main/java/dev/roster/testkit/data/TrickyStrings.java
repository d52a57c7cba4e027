package dev.roster.testkit.data;

import java.util.List;

/** Strings that some storages change: many scripts, and characters with a meaning in query languages. */
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
            "𝔘𝔫𝔦𝔠𝔬𝔡𝔢");

    private TrickyStrings() {}
}
