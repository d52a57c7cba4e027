package dev.roster.bootstrap.mail;

import dev.roster.domain.user.EmailAddress;
import jakarta.mail.internet.InternetAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who mails come from.
 *
 * @param name what readers see; may be empty
 * @param address where answers and failure notices go, in ASCII
 */
public record MailSender(String name, String address) {

    private static final Pattern NAMED = Pattern.compile("([^<>]*)<([^<>]*)>");

    /**
     * Reads {@code Roster <roster@example.com>}, or an address alone.
     *
     * @throws IllegalArgumentException if it is neither; its message quotes nothing
     */
    public static MailSender parse(String text) {
        Matcher named = NAMED.matcher(text.strip());
        String name = named.matches() ? unquote(named.group(1).strip()) : "";
        if (!HeaderText.oneLine(name).equals(name)) {
            throw new IllegalArgumentException("the name must be on one line, without control characters");
        }
        EmailAddress address = EmailAddress.parse(named.matches() ? named.group(2) : text)
                .orElseThrow(() -> new IllegalArgumentException(
                        "must be an e-mail address, such as roster@example.com or Roster <roster@example.com>"));
        if (!MailAddresses.hasAsciiLocalPart(address)) {
            throw new IllegalArgumentException(
                    "the part before the @ must be ASCII, for not every server takes another");
        }
        return new MailSender(name, MailAddresses.toAscii(address));
    }

    /** The part after the {@code @}. */
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
