package dev.roster.bootstrap.mail;

import dev.roster.domain.user.EmailAddress;
import jakarta.mail.internet.InternetAddress;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;

/** Converts email addresses to the forms that mail servers accept. */
final class MailAddresses {

    private MailAddresses() {}

    /**
     * Returns the address with its domain in ASCII. The part before the {@code @} is unchanged, apart from composition.
     *
     * @throws IllegalArgumentException if the domain cannot be converted to ASCII
     */
    static String toAscii(EmailAddress address) {
        return address.toAscii()
                .orElseThrow(() ->
                        new IllegalArgumentException("the domain of the email address cannot be converted to ASCII"));
    }

    /** Returns whether every server accepts the address; other addresses require the extension SMTPUTF8. */
    static boolean hasAsciiLocalPart(EmailAddress address) {
        String value = address.value();
        return value.substring(0, value.lastIndexOf('@')).chars().allMatch(c -> c < 128);
    }

    /** Returns the address with an optional name, for use in a header. */
    static InternetAddress toInternetAddress(String address, String name) {
        InternetAddress header = new InternetAddress();
        header.setAddress(address);
        if (!name.isEmpty()) {
            try {
                header.setPersonal(HeaderText.encode(name), StandardCharsets.UTF_8.name());
            } catch (UnsupportedEncodingException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
        return header;
    }
}
