package dev.roster.domain.user;

import dev.roster.domain.InvisibleCharacters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Conversion of domains to ASCII by UTS 46, non-transitional: {@code ß}, {@code ς} and their like are letters of their
 * own, as in IDNA2008, and spellings that differ in case, width or composition become one.
 *
 * <p>Accepts letters, digits, marks and hyphens, which is what registries accept, and rejects the symbols that UTS 46
 * leaves to them. The rules for joiners and for the order of right-to-left labels are also left to the registries. With
 * these characters the mapping of UTS 46 is compatibility normalization with case folding, for which the JDK is enough;
 * a test compares each code point with ICU4J.
 */
final class InternationalDomain {

    private static final int MAX_LABEL = 63;
    private static final String PREFIX = "xn--";

    private InternationalDomain() {}

    /** Returns the domain with full stops between its labels: UTS 46 takes three other characters for full stops. */
    static String withFullStops(String domain) {
        return domain.replace('\u3002', '.').replace('\uFF0E', '.').replace('\uFF61', '.');
    }

    /**
     * Returns the domain in ASCII and lower case.
     *
     * @return empty if a label is not valid, or has more than 63 characters in ASCII
     */
    static Optional<String> toAscii(String domain) {
        List<String> labels = new ArrayList<>();
        for (String label : withFullStops(domain).split("\\.", -1)) {
            Optional<String> ascii = labelToAscii(CaseFolding.fold(label));
            if (ascii.isEmpty()) {
                return Optional.empty();
            }
            labels.add(ascii.get());
        }
        return Optional.of(String.join(".", labels));
    }

    private static Optional<String> labelToAscii(String folded) {
        Optional<String> ascii = Optional.of(folded);
        if (folded.startsWith(PREFIX)) {
            Optional<String> decoded = Punycode.decode(folded.substring(PREFIX.length()));
            // The one encoding of a label that is folded already; otherwise two encodings would be the same domain.
            if (decoded.filter(label -> isValid(label) && encode(label).equals(folded))
                    .isEmpty()) {
                return Optional.empty();
            }
        } else if (isValid(folded)) {
            ascii = Optional.of(encode(folded));
        } else {
            return Optional.empty();
        }
        return ascii.filter(label -> label.length() <= MAX_LABEL);
    }

    private static String encode(String label) {
        return isAscii(label) ? label : PREFIX + Punycode.encode(label);
    }

    private static boolean isValid(String label) {
        return !label.isEmpty()
                && label.charAt(0) != '-'
                && label.charAt(label.length() - 1) != '-'
                && !isMark(label.codePointAt(0))
                && label.equals(CaseFolding.fold(label))
                && label.codePoints().allMatch(each -> each == '-' || isLetter(each));
    }

    /** Accepts visible letters and digits of any script with their combining marks. */
    static boolean isLetter(int codePoint) {
        return (Character.isLetterOrDigit(codePoint) || isMark(codePoint))
                && !InvisibleCharacters.isInvisible(codePoint);
    }

    private static boolean isMark(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(each -> each < 128);
    }
}
