package dev.roster.adapters.http.request;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Parses IP addresses. Host names are never looked up. */
final class IpAddresses {

    private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile("(?:" + OCTET + "\\.){3}" + OCTET);
    private static final Pattern IPV6 = Pattern.compile("(?=.*:)[0-9A-Fa-f:.]{2,45}");

    private IpAddresses() {}

    /** Returns whether the text is an IPv4 address in the format of {@link InetAddress#getHostAddress()}. */
    static boolean isIpv4(String text) {
        return IPV4.matcher(text).matches();
    }

    /** Parses an address without a zone. An IPv4-mapped IPv6 address becomes IPv4. Returns empty if it is not valid. */
    static Optional<InetAddress> parse(String text) {
        if (!isIpv4(text) && !IPV6.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            // Java parses a text in brackets as an IPv6 address or rejects it. It never looks up a name.
            return Optional.of(InetAddress.getByName(text.contains(":") ? "[" + text + "]" : text));
        } catch (UnknownHostException none) {
            return Optional.empty();
        }
    }
}
