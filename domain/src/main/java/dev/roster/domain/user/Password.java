package dev.roster.domain.user;

import dev.roster.domain.InvalidValueException;
import dev.roster.domain.TextRule;

/**
 * A password as chosen by its owner: 8 to 128 code points of any kind. There are no composition rules and no list of
 * forbidden passwords. {@link #toString()} does not contain it.
 *
 * @param value the password itself
 */
public record Password(String value) {

    /** Rule for passwords. */
    public static final TextRule RULE = TextRule.of("password", 8, 128);

    /**
     * @throws InvalidValueException if the password is too short or too long, or not well-formed Unicode
     */
    public Password {
        value = RULE.require(value);
    }

    @Override
    public String toString() {
        return "Password[hidden]";
    }
}
