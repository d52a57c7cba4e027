package dev.roster.domain.user;

import dev.roster.domain.InvalidValueException;
import dev.roster.domain.TextRule;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An email address, kept as typed without surrounding white space.
 *
 * <p>Accepts addresses that mail servers in use accept (RFC 5321, and RFC 6531 for letters beyond ASCII): one
 * {@code @}, a local part of letters, digits and the other characters of an unquoted local part, and a domain of at
 * least two labels. Rejects quoted local parts, comments and address literals: they are hardly ever used for accounts,
 * and often used for header injection. Rejects domains that cannot be written in ASCII by UTS 46 within the limits of
 * mail, because no mail to them could be sent.
 *
 * <p>Two email addresses are {@linkplain #equals(Object) equal} if they are typed in the same way. They belong to the
 * same account if their {@linkplain #key() keys} are equal.
 */
public final class EmailAddress {

    /** Maximum length in code points, and in bytes with the domain in ASCII (RFC 5321, section 4.5.3.1.3). */
    public static final int MAX_LENGTH = 254;

    private static final TextRule RULE = TextRule.of("email", 1, MAX_LENGTH);
    private static final int MAX_LOCAL_PART = 64;
    private static final String LOCAL_PART_MARKS = "!#$%&'*+-/=?^_`{|}~";

    private final String value;

    /**
     * @param typed the email address, with or without surrounding white space
     * @throws InvalidValueException for the field {@code email} if this is not an email address, or if no mail to it
     *     could be sent
     */
    public EmailAddress(@Nullable String typed) {
        this(typed == null ? null : typed.strip(), true);
    }

    private EmailAddress(@Nullable String value, boolean isNew) {
        this.value = RULE.require(value);
        if (isNew ? !isAddress(this.value) : this.value.indexOf('@') <= 0) {
            throw new InvalidValueException("email", "must be an email address, such as name@example.com");
        }
        if (isNew && toAscii().filter(EmailAddress::isShortEnough).isEmpty()) {
            throw new InvalidValueException(
                    "email",
                    "must have a domain that can be written in ASCII (xn--...) with at most 63 characters a label, and"
                            + " at most " + MAX_LENGTH + " characters in all");
        }
    }

    /**
     * Returns an email address that was accepted before, perhaps by an earlier version with other rules.
     *
     * @throws InvalidValueException if this is not even similar to an email address
     */
    public static EmailAddress stored(String value) {
        return new EmailAddress(value, false);
    }

    /**
     * Parses text that may not be an email address, such as the input of a login form.
     *
     * @return empty if the constructor would reject the text
     */
    public static Optional<EmailAddress> parse(@Nullable String text) {
        try {
            return Optional.of(new EmailAddress(text));
        } catch (InvalidValueException notAnAddress) {
            return Optional.empty();
        }
    }

    /** Returns the email address as typed. */
    public String value() {
        return value;
    }

    /**
     * Returns the key for uniqueness and lookup, which all spellings of one mailbox have in common. The domain is in
     * ASCII ({@link #toAscii()}). The local part is in lower case, with composed letters of ordinary width (NFKC).
     * Independent of the locale of a machine, database or user.
     */
    public String key() {
        // Mail servers that ignore case take both forms of the Greek sigma for one letter.
        String local = CaseFolding.fold(localPart()).replace('ς', 'σ');
        return local + "@" + InternationalDomain.toAscii(domain()).orElseGet(() -> domain().toLowerCase(Locale.ROOT));
    }

    /** Returns whether both belong to the same account: two spellings of one mailbox. */
    public boolean sameAccountAs(EmailAddress other) {
        return key().equals(other.key());
    }

    /**
     * Returns the form that mail is sent to: the domain in ASCII (UTS 46, non-transitional), the local part as typed,
     * with composed letters (NFC).
     *
     * @return empty only for {@linkplain #stored(String) stored} email addresses that the constructor would reject
     */
    public Optional<String> toAscii() {
        return InternationalDomain.toAscii(domain())
                .map(domain -> Normalizer.normalize(localPart(), Normalizer.Form.NFC) + "@" + domain);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EmailAddress email && value.equals(email.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return value;
    }

    private String localPart() {
        return value.substring(0, value.lastIndexOf('@'));
    }

    private String domain() {
        return value.substring(value.lastIndexOf('@') + 1);
    }

    private static boolean isShortEnough(String ascii) {
        return ascii.getBytes(StandardCharsets.UTF_8).length <= MAX_LENGTH;
    }

    private static boolean isAddress(String text) {
        int at = text.indexOf('@');
        return at > 0
                && at <= MAX_LOCAL_PART
                && isLocalPart(text, at)
                && isDomain(InternationalDomain.withFullStops(text), at + 1);
    }

    private static boolean isLocalPart(String text, int end) {
        int codePoint = '.'; // a dot may not come first
        for (int i = 0; i < end; i += Character.charCount(codePoint)) {
            int previous = codePoint;
            codePoint = text.codePointAt(i);
            boolean ok = codePoint == '.'
                    ? previous != '.'
                    : InternationalDomain.isLetter(codePoint) || LOCAL_PART_MARKS.indexOf(codePoint) >= 0;
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
        if (start == end || text.charAt(start) == '-' || text.charAt(end - 1) == '-') {
            return false;
        }
        int codePoint;
        for (int i = start; i < end; i += Character.charCount(codePoint)) {
            codePoint = text.codePointAt(i);
            if (!InternationalDomain.isLetter(codePoint) && codePoint != '-') {
                return false;
            }
        }
        return true;
    }
}
