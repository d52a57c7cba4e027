package dev.roster.domain.user;

import dev.roster.domain.IdRule;
import dev.roster.domain.InvalidValueException;
import java.util.Optional;

/**
 * Identity of a user. Assigned by the storage at creation, never changed, and never reused after a deletion.
 *
 * @param value from 1 to {@value #MAX}, so that JSON numbers represent it exactly
 */
public record UserId(long value) {

    /** Maximum id: 2^53 - 1, the largest integer that every JSON parser keeps exactly (RFC 8259, section 6). */
    public static final long MAX = IdRule.MAX;

    /**
     * @throws InvalidValueException if {@code value} is out of range
     */
    public UserId {
        IdRule.require(value);
    }

    /**
     * Parses an id in a path or a token: decimal digits without sign or leading zero.
     *
     * @return empty if {@code text} is not a valid id
     */
    public static Optional<UserId> parse(String text) {
        return IdRule.parse(text, UserId::new);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
