package dev.roster.domain.user;

import dev.roster.domain.InvalidValueException;
import dev.roster.domain.TextRule;
import java.util.Locale;
import java.util.Optional;

/**
 * An email address, kept as typed without surrounding white space.
 *
 * <p>Accepts addresses that mail servers in use accept (RFC 5321, and RFC 6531 for letters beyond ASCII): one
 * {@code @}, a local part of letters, digits and the other characters of an unquoted local part, and a domain of at
 * least two labels. Rejects quoted local parts, comments and address literals: they are hardly ever used for accounts,
 * and often used for header injection.
 *
 * <p>Two email addresses are {@linkplain #equals(Object) equal} if they are typed in the same way. They belong to the
 * same account if their {@linkplain #key() keys} are equal.
 *
 * @param value the email address without surrounding white space, at most {@value #MAX_LENGTH} code points
 */
public record EmailAddress(String value) {

    /** Maximum length in code points (RFC 5321, section 4.5.3.1.3, without the angle brackets). */
    public static final int MAX_LENGTH = 254;

    private static final TextRule RULE = TextRule.of("email", 1, MAX_LENGTH);
    private static final int MAX_LOCAL_PART = 64;
    private static final int MAX_LABEL = 63;
    private static final String LOCAL_PART_MARKS = "!#$%&'*+-/=?^_`{|}~";

    /**
     * @throws InvalidValueException for the field {@code email} if this is not an email address
     */
    public EmailAddress {
        value = RULE.require(value == null ? null : value.strip());
        if (!isAddress(value)) {
            throw new InvalidValueException("email", "must be an email address, such as name@example.com");
        }
    }

    /**
     * Parses text that may not be an email address, such as the input of a login form.
     *
     * @return empty if the constructor would reject the text
     */
    public static Optional<EmailAddress> parse(String text) {
        try {
            return Optional.of(new EmailAddress(text));
        } catch (InvalidValueException notAnAddress) {
            return Optional.empty();
        }
    }

    /**
     * Returns the key for uniqueness and lookup: the email address in lower case, independent of the locale of a
     * machine, database or user ({@link Locale#ROOT}).
     */
    public String key() {
        return value.toLowerCase(Locale.ROOT);
    }

    /** Returns whether both belong to the same account: equal ignoring case. */
    public boolean sameAccountAs(EmailAddress other) {
        return key().equals(other.key());
    }

    @Override
    public String toString() {
        return value;
    }

    private static boolean isAddress(String text) {
        int at = text.indexOf('@');
        return at > 0 && at <= MAX_LOCAL_PART && isLocalPart(text, at) && isDomain(text, at + 1);
    }

    private static boolean isLocalPart(String text, int end) {
        int codePoint = '.'; // a dot may not come first
        for (int i = 0; i < end; i += Character.charCount(codePoint)) {
            int previous = codePoint;
            codePoint = text.codePointAt(i);
            boolean ok = codePoint == '.'
                    ? previous != '.'
                    : isLetter(codePoint) || LOCAL_PART_MARKS.indexOf(codePoint) >= 0;
            if (!ok) {
                return false;
            }
        }
        return codePoint != '.';
    }

    private static boolean isDomain(String text, int start) {
        int labelStart = start;
        for (int dot = text.indexOf('.', start); dot >= 0; dot = text.indexOf('.', labelStart)) {
            if (!isLabel(text, labelStart, dot)) {
                return false;
            }
            labelStart = dot + 1;
        }
        return labelStart > start && isLabel(text, labelStart, text.length());
    }

    private static boolean isLabel(String text, int start, int end) {
        if (start == end || end - start > MAX_LABEL || text.charAt(start) == '-' || text.charAt(end - 1) == '-') {
            return false;
        }
        int codePoint;
        for (int i = start; i < end; i += Character.charCount(codePoint)) {
            codePoint = text.codePointAt(i);
            if (!isLetter(codePoint) && codePoint != '-') {
                return false;
            }
        }
        return true;
    }

    /**
     * Accepts letters and digits of any script with their combining marks; rejects control and invisible characters.
     */
    private static boolean isLetter(int codePoint) {
        return Character.isLetterOrDigit(codePoint)
                || Character.getType(codePoint) == Character.NON_SPACING_MARK
                || Character.getType(codePoint) == Character.COMBINING_SPACING_MARK;
    }
}
