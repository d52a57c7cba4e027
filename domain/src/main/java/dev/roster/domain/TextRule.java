package dev.roster.domain;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a text may be: its length in code points, and that it is text at all. NUL and lone surrogates are refused in
 * every text, because databases refuse or mangle them; all else is kept exactly as it came.
 *
 * @param field the name the text has for whoever sent it, as it appears in a {@link Violation}
 * @param min the fewest code points allowed
 * @param max the most code points allowed
 * @param blankAllowed whether a text of white space alone will do
 */
public record TextRule(String field, int min, int max, boolean blankAllowed) {

    /** A rule that allows blank text. */
    public static TextRule of(String field, int min, int max) {
        return new TextRule(field, min, max, true);
    }

    /** The same rule, but refusing white space alone. */
    public TextRule notBlank() {
        return new TextRule(field, min, max, false);
    }

    /**
     * The text itself, if it keeps the rule.
     *
     * @throws InvalidValueException naming {@link #field()} if it does not, {@code null} included
     */
    public String require(@Nullable String text) {
        if (text == null) {
            throw new InvalidValueException(field, "is required");
        }
        findViolation(text).ifPresent(message -> {
            throw new InvalidValueException(field, message);
        });
        return text;
    }

    private Optional<String> findViolation(String text) {
        int length = 0;
        for (int i = 0; i < text.length(); length++) {
            int codePoint = text.codePointAt(i);
            if (codePoint == 0) {
                return Optional.of("must not contain the NUL character");
            }
            if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
                return Optional.of("must be well-formed Unicode, has a lone surrogate");
            }
            i += Character.charCount(codePoint);
        }
        if (length < min || length > max) {
            return Optional.of("must have " + range() + " characters, has " + length);
        }
        return blankAllowed || !text.isBlank() ? Optional.empty() : Optional.of("must not be blank");
    }

    private String range() {
        return min == 0 ? "at most " + max : min + " to " + max;
    }
}
