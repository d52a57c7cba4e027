package dev.roster.domain.post;

import dev.roster.domain.IdRule;
import dev.roster.domain.InvalidValueException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The identity of a post: given by the storage at creation, never changed, never used again after a deletion.
 *
 * @param value positive and at most {@value #MAX}, so that it survives a trip through a JSON number
 */
public record PostId(long value) {

    /** The largest id: 2^53 - 1, the largest integer that every JSON reader keeps exactly (RFC 8259, section 6). */
    public static final long MAX = IdRule.MAX;

    /**
     * @throws InvalidValueException if {@code value} is out of range
     */
    public PostId {
        IdRule.require(value);
    }

    /**
     * Reads an id as it stands in a path: decimal digits, no sign, no leading zero.
     *
     * @return empty if {@code text} is no such id
     */
    public static Optional<PostId> parse(String text) {
        OptionalLong value = IdRule.parse(text);
        return value.isPresent() ? Optional.of(new PostId(value.getAsLong())) : Optional.empty();
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
