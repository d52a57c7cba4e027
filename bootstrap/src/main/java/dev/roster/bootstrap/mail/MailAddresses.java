package dev.roster.bootstrap.mail;

import dev.roster.domain.user.EmailAddress;
import jakarta.mail.internet.InternetAddress;
import java.io.UnsupportedEncodingException;
import java.net.IDN;
import java.nio.charset.StandardCharsets;

/** Addresses as mail servers take them. */
final class MailAddresses {

    private MailAddresses() {}

    /**
     * The address with its domain in ASCII (RFC 5890); the part before the {@code @} stays as it is.
     *
     * @throws IllegalArgumentException if the domain cannot be written so
     */
    static String toAscii(EmailAddress address) {
        String value = address.value();
        int at = value.lastIndexOf('@');
        try {
            return value.substring(0, at + 1) + IDN.toASCII(value.substring(at + 1));
        } catch (IllegalArgumentException noDomainName) {
            throw new IllegalArgumentException("the address has a domain that cannot be written in ASCII");
        }
    }

    /** Whether any server takes it; others need the extension SMTPUTF8. */
    static boolean hasAsciiLocalPart(EmailAddress address) {
        String value = address.value();
        return value.substring(0, value.lastIndexOf('@')).chars().allMatch(c -> c < 128);
    }

    /** As it stands in a header. */
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
