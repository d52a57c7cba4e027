package dev.roster.domain;

import java.util.Optional;
import java.util.function.LongFunction;

/** Rule for the number of an id: positive, and exactly representable by every JSON parser (RFC 8259, section 6). */
public final class IdRule {

    /** Maximum id: 2^53 - 1. */
    public static final long MAX = (1L << 53) - 1;

    private IdRule() {}

    /**
     * Checks the number of an id.
     *
     * @throws InvalidValueException if {@code value} is out of range
     */
    public static void require(long value) {
        if (value < 1 || value > MAX) {
            throw new InvalidValueException("id", "must be from 1 to " + MAX + ", was " + value);
        }
    }

    /**
     * Parses decimal digits without sign or leading zero.
     *
     * @param newId creates the id from its number
     * @return empty if {@code text} is not a number in range
     */
    public static <T> Optional<T> parse(String text, LongFunction<T> newId) {
        if (text.isEmpty() || text.length() > 16 || text.charAt(0) == '0') {
            return Optional.empty();
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return Optional.empty();
            }
        }
        long value = Long.parseLong(text);
        return value <= MAX ? Optional.of(newId.apply(value)) : Optional.empty();
    }
}
