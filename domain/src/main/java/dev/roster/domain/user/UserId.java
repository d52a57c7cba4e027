package dev.roster.domain.user;

import dev.roster.domain.IdRule;
import dev.roster.domain.InvalidValueException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The identity of a user: given by the storage at creation, never changed, never used again after a deletion.
 *
 * @param value positive and at most {@value #MAX}, so that it survives a trip through a JSON number
 */
public record UserId(long value) {

    /** The largest id: 2^53 - 1, the largest integer that every JSON reader keeps exactly (RFC 8259, section 6). */
    public static final long MAX = IdRule.MAX;

    /**
     * @throws InvalidValueException if {@code value} is out of range
     */
    public UserId {
        IdRule.require(value);
    }

    /**
     * Reads an id as it stands in a path or a token: decimal digits, no sign, no leading zero.
     *
     * @return empty if {@code text} is no such id
     */
    public static Optional<UserId> parse(String text) {
        OptionalLong value = IdRule.parse(text);
        return value.isPresent() ? Optional.of(new UserId(value.getAsLong())) : Optional.empty();
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
