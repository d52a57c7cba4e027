package dev.roster.domain;

import java.util.Optional;

/**
 * The identity of a user: given by the storage at creation, never changed, never used again after a deletion.
 *
 * @param value positive and at most {@value #MAX}, so that it survives a trip through a JSON number
 */
public record UserId(long value) {

    /** The largest id: 2^53 - 1, the largest integer that every JSON reader keeps exactly (RFC 8259, section 6). */
    public static final long MAX = (1L << 53) - 1;

    /**
     * @throws InvalidValueException if {@code value} is out of range
     */
    public UserId {
        if (value < 1 || value > MAX) {
            throw new InvalidValueException("id", "must be from 1 to " + MAX + ", was " + value);
        }
    }

    /**
     * Reads an id as it stands in a path or a token: decimal digits, no sign, no leading zero.
     *
     * @return empty if {@code text} is no such id
     */
    public static Optional<UserId> parse(String text) {
        if (text.isEmpty() || text.length() > 16 || text.charAt(0) == '0') {
            return Optional.empty();
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return Optional.empty();
            }
        }
        long value = Long.parseLong(text);
        return value <= MAX ? Optional.of(new UserId(value)) : Optional.empty();
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
