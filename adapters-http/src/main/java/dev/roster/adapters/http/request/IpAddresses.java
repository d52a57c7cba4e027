package dev.roster.adapters.http.request;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads IP addresses, and nothing but those: a name is never looked up. */
final class IpAddresses {

    private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile("(?:" + OCTET + "\\.){3}" + OCTET);
    private static final Pattern IPV6 = Pattern.compile("(?=.*:)[0-9A-Fa-f:.]{2,45}");

    private IpAddresses() {}

    /** Whether the text is an IPv4 address, in the form of {@link InetAddress#getHostAddress()}. */
    static boolean isIpv4(String text) {
        return IPV4.matcher(text).matches();
    }

    /** An address without a zone; one of IPv4 that is mapped into IPv6 is that of IPv4. Empty if it is none. */
    static Optional<InetAddress> parse(String text) {
        if (!isIpv4(text) && !IPV6.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            // What stands in brackets is taken for an address of IPv6 or refused, never for a name.
            return Optional.of(InetAddress.getByName(text.contains(":") ? "[" + text + "]" : text));
        } catch (UnknownHostException none) {
            return Optional.empty();
        }
    }
}
