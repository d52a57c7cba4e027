package dev.roster.domain;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Rule for a text: its length in code points, and whether it may be blank. NUL and lone surrogates are rejected in
 * every text, because databases reject or change them. All other text is kept exactly.
 *
 * @param field the field's name in requests, as reported in a {@link Violation}
 * @param min minimum number of code points
 * @param max maximum number of code points
 * @param blankAllowed whether the text may consist of {@linkplain InvisibleCharacters invisible characters} only
 */
public record TextRule(String field, int min, int max, boolean blankAllowed) {

    /** Returns a rule that allows blank text. */
    public static TextRule of(String field, int min, int max) {
        return new TextRule(field, min, max, true);
    }

    /** Returns the same rule, but rejecting blank text. */
    public TextRule notBlank() {
        return new TextRule(field, min, max, false);
    }

    /**
     * Returns the text if it is valid.
     *
     * @throws InvalidValueException for {@link #field()} if the text is invalid or {@code null}
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

    /**
     * Returns the text if it is valid, or was valid in an earlier version, when only white space counted as blank.
     *
     * @throws InvalidValueException for {@link #field()} if the text is invalid or {@code null}
     */
    public String requireStored(@Nullable String text) {
        return text == null || text.isBlank() ? require(text) : new TextRule(field, min, max, true).require(text);
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
        return blankAllowed || !InvisibleCharacters.isInvisible(text)
                ? Optional.empty()
                : Optional.of("must not be blank");
    }

    private String range() {
        return min == 0 ? "at most " + max : min + " to " + max;
    }
}
