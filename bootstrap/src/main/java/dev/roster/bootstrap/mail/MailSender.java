package dev.roster.bootstrap.mail;

import dev.roster.domain.user.EmailAddress;
import jakarta.mail.internet.InternetAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The sender of mails.
 *
 * @param name the displayed name; may be empty
 * @param address the email address, in ASCII; receives replies and bounces
 */
public record MailSender(String name, String address) {

    private static final Pattern NAMED = Pattern.compile("([^<>]*)<([^<>]*)>");

    /**
     * Parses {@code Roster <roster@example.com>} or an address without a name.
     *
     * @throws IllegalArgumentException if the text has another form; the message does not quote it
     */
    public static MailSender parse(String text) {
        Matcher named = NAMED.matcher(text.strip());
        String name = named.matches() ? unquote(named.group(1).strip()) : "";
        if (!HeaderText.oneLine(name).equals(name)) {
            throw new IllegalArgumentException("the name must be on one line, without control characters");
        }
        EmailAddress address = EmailAddress.parse(named.matches() ? named.group(2) : text)
                .orElseThrow(() -> new IllegalArgumentException(
                        "must be an email address, such as roster@example.com or Roster <roster@example.com>"));
        if (!MailAddresses.hasAsciiLocalPart(address)) {
            throw new IllegalArgumentException(
                    "the part before the @ must be ASCII, because some servers reject others");
        }
        return new MailSender(name, MailAddresses.toAscii(address));
    }

    /** Returns the part after the {@code @}. */
    String domain() {
        return address.substring(address.lastIndexOf('@') + 1);
    }

    InternetAddress toInternetAddress() {
        return MailAddresses.toInternetAddress(address, name);
    }

    private static String unquote(String name) {
        return name.length() >= 2 && name.startsWith("\"") && name.endsWith("\"")
                ? name.substring(1, name.length() - 1)
                : name;
    }
}
