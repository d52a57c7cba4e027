package dev.roster.domain.user;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.text.Normalizer.Form;

/**
 * Compatibility normalization with case folding, independent of the locale: full-width letters become ordinary ones,
 * letters with their marks are composed, and upper case becomes lower case. Letters that UTS 46 calls deviations are
 * kept: {@code ß} does not become {@code ss}, and {@code ς} does not become {@code σ}.
 */
final class CaseFolding {

    private static final int FINAL_SIGMA = 'ς';
    private static final int DOTLESS_I = 'ı';

    private CaseFolding() {}

    /** Returns the folded text. Folding it again does not change it. */
    static String fold(String text) {
        if (text.chars().allMatch(each -> each < 128 && (each < 'A' || each > 'Z'))) {
            return text;
        }
        StringBuilder folded = new StringBuilder();
        text.codePoints().forEach(each -> {
            if (each == FINAL_SIGMA) {
                folded.appendCodePoint(each);
            } else {
                // Decomposed first: some letters with marks have no lower case, such as I with a dot above.
                Normalizer.normalize(Character.toString(each), Form.NFKD)
                        .codePoints()
                        .map(CaseFolding::toLowerCase)
                        .forEach(folded::appendCodePoint);
            }
        });
        return Normalizer.normalize(folded, Form.NFKC);
    }

    private static int toLowerCase(int codePoint) {
        if (codePoint == DOTLESS_I) {
            return codePoint;
        }
        int upper = Character.toUpperCase(codePoint);
        // Cherokee had capital letters only, so they are what its letters fold to.
        return UnicodeScript.of(codePoint) == UnicodeScript.CHEROKEE ? upper : Character.toLowerCase(upper);
    }
}
