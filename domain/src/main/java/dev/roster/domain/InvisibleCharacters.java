package dev.roster.domain;

/**
 * Characters that show nothing: white space, control characters, the Braille blank, and what Unicode calls default
 * ignorable, such as zero-width spaces, fillers, variation selectors, tags and marks of the writing direction.
 */
public final class InvisibleCharacters {

    /** First and last of each range of default ignorable code points, and of others that show nothing. */
    private static final int[] RANGES = {
        0x00AD, 0x00AD, // soft hyphen
        0x034F, 0x034F, // combining grapheme joiner
        0x061C, 0x061C, // Arabic letter mark
        0x115F, 0x1160, // Hangul fillers
        0x17B4, 0x17B5, // Khmer inherent vowels
        0x180B, 0x180F, // Mongolian variation selectors
        0x200B, 0x200F, // zero-width spaces and joiners, marks of the writing direction
        0x202A, 0x202E, // overrides of the writing direction
        0x2060, 0x206F, // word joiner, invisible operators, isolates of the writing direction
        0x2800, 0x2800, // Braille blank
        0x3164, 0x3164, // Hangul filler
        0xFE00, 0xFE0F, // variation selectors
        0xFEFF, 0xFEFF, // byte order mark
        0xFFA0, 0xFFA0, // half-width Hangul filler
        0xFFF0, 0xFFFB, // reserved, interlinear annotations
        0x16FE4, 0x16FE4, // Khitan filler
        0x1BCA0, 0x1BCA3, // shorthand format controls
        0x1D159, 0x1D159, // musical null notehead
        0x1D173, 0x1D17A, // musical format controls
        0xE0000, 0xE0FFF, // tags, variation selectors
    };

    private InvisibleCharacters() {}

    /** Returns whether a reader sees nothing of the code point. */
    public static boolean isInvisible(int codePoint) {
        if (Character.isWhitespace(codePoint)
                || Character.isSpaceChar(codePoint)
                || Character.isISOControl(codePoint)) {
            return true;
        }
        for (int i = 0; i < RANGES.length; i += 2) {
            if (codePoint >= RANGES[i] && codePoint <= RANGES[i + 1]) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether a reader sees nothing of the text. */
    public static boolean isInvisible(String text) {
        return text.codePoints().allMatch(InvisibleCharacters::isInvisible);
    }
}
