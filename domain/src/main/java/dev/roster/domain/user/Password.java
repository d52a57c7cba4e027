package dev.roster.domain.user;

import dev.roster.domain.InvalidValueException;
import dev.roster.domain.TextRule;

/**
 * A password as its owner chose it: 8 to 128 code points of any kind. There is no rule of composition and no list of
 * forbidden ones. It never shows in {@link #toString()}.
 *
 * @param value the secret itself
 */
public record Password(String value) {

    /** What a password may be. */
    public static final TextRule RULE = TextRule.of("password", 8, 128);

    /**
     * @throws InvalidValueException if the password is too short or too long, or no well-formed text
     */
    public Password {
        value = RULE.require(value);
    }

    @Override
    public String toString() {
        return "Password[hidden]";
    }
}
