package dev.roster.adapters.redis;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Parser of instants in the format of {@link Instant#toString}. {@link Instant#parse} takes 500 nanoseconds and
 * allocates 1,800 bytes: two calls were more than half the cost of reading a cache entry.
 */
final class InstantParser {

    private static final int SECONDS_END = "0000-00-00T00:00:00".length();
    private static final int NANO_DIGITS = 9;

    private InstantParser() {}

    /**
     * Parses an instant.
     *
     * @throws RuntimeException if {@code text} is not an instant
     */
    static Instant parse(String text) {
        if (text.charAt(4) != '-') {
            return Instant.parse(text); // a year of more than four digits
        }
        boolean whole = text.length() == SECONDS_END + 1;
        return LocalDateTime.of(
                        number(text, 0, 4, '-'),
                        number(text, 5, 7, '-'),
                        number(text, 8, 10, 'T'),
                        number(text, 11, 13, ':'),
                        number(text, 14, 16, ':'),
                        number(text, 17, SECONDS_END, whole ? 'Z' : '.'),
                        whole ? 0 : nanos(text))
                .toInstant(ZoneOffset.UTC);
    }

    private static int nanos(String text) {
        int end = text.length() - 1;
        int nanos = number(text, SECONDS_END + 1, end, 'Z');
        for (int digits = end - SECONDS_END - 1; digits < NANO_DIGITS; digits++) {
            nanos *= 10;
        }
        return nanos;
    }

    /** Reads one to nine decimal digits and checks the character after them. */
    private static int number(String text, int start, int end, char behind) {
        boolean ok = start < end && end - start <= NANO_DIGITS && text.charAt(end) == behind;
        int number = 0;
        for (int i = start; ok && i < end; i++) {
            int digit = text.charAt(i) - '0';
            ok = digit >= 0 && digit <= 9;
            number = number * 10 + digit;
        }
        if (!ok) {
            throw new DateTimeException("not an instant");
        }
        return number;
    }
}
