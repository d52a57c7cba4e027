package dev.roster.domain.user;

import dev.roster.domain.InvalidValueException;
import dev.roster.domain.TextRule;
import java.text.Normalizer;
import org.jspecify.annotations.Nullable;

/**
 * A password as chosen by its owner: 8 to 128 code points, not only invisible ones. There are no composition rules.
 * {@link #toString()} does not contain it.
 *
 * <p>The password is {@linkplain #normalize normalized}, so that it is the same on all keyboards and systems. Its length
 * is that of the normalized form.
 *
 * @param value the normalized password itself
 */
public record Password(String value) {

    /** Rule for passwords. */
    public static final TextRule RULE = TextRule.of("password", 8, 128).notBlank();

    /**
     * @param value the password as typed
     * @throws InvalidValueException if the password is too short, too long or blank, or not well-formed Unicode
     */
    public Password {
        value = RULE.require(normalizeNullable(value));
    }

    /**
     * Returns the form in which passwords are hashed and compared (RFC 8265, section 4.2.1): every space beyond ASCII
     * is a plain space, and letters are composed (NFC).
     *
     * <p>Differs from that profile in one point: control characters are kept, because passwords with a tab were accepted
     * before and go on working.
     *
     * @param typed the password as typed; any text
     */
    public static String normalize(String typed) {
        StringBuilder spaced = new StringBuilder(typed);
        for (int i = 0; i < spaced.length(); i++) {
            if (Character.getType(spaced.charAt(i)) == Character.SPACE_SEPARATOR) {
                spaced.setCharAt(i, ' ');
            }
        }
        return Normalizer.normalize(spaced, Normalizer.Form.NFC);
    }

    private static @Nullable String normalizeNullable(@Nullable String typed) {
        return typed == null ? null : normalize(typed);
    }

    @Override
    public String toString() {
        return "Password[hidden]";
    }
}
