package dev.roster.adapters.http.request;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.jetty.util.InetAddressPattern;

/** Addresses of the reverse proxies whose {@code X-Forwarded-For} header is trusted. Immutable. */
public final class TrustedProxies {

    /** No proxies: the connected peer is the client. */
    public static final TrustedProxies NONE = new TrustedProxies(List.of());

    private final List<InetAddressPattern> networks;

    private TrustedProxies(List<InetAddressPattern> networks) {
        this.networks = networks;
    }

    /**
     * Parses a comma-separated list of IP addresses and CIDR ranges, such as {@code 10.0.0.0/8, ::1}. Host names are
     * rejected, because their addresses may change.
     *
     * @param list the list; blank for none
     * @throws IllegalArgumentException if an element is neither; the message contains the element
     */
    public static TrustedProxies parse(String list) {
        if (list.isBlank()) {
            return NONE;
        }
        return new TrustedProxies(Arrays.stream(list.split(",", -1))
                .map(element -> network(element.strip()))
                .toList());
    }

    boolean isEmpty() {
        return networks.isEmpty();
    }

    boolean contains(InetAddress address) {
        return networks.stream().anyMatch(network -> network.test(address));
    }

    /** Returns a CIDR range. Unlike Jetty, accepts addresses with host bits and rejects everything that is not CIDR. */
    private static InetAddressPattern network(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        byte[] bytes = IpAddresses.parse(address).map(InetAddress::getAddress).orElseThrow(() -> malformed(text));
        int bits = bytes.length * Byte.SIZE;
        String length = slash < 0 ? Integer.toString(bits) : text.substring(slash + 1);
        // The prefix length of an IPv4-mapped address counts from its IPv6 form, which is another range here.
        boolean mapped = slash >= 0 && bits == 32 && address.contains(":");
        if (mapped || !length.matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(length) > bits) {
            throw malformed(text);
        }
        for (int bit = Integer.parseInt(length); bit < bits; bit++) {
            bytes[bit / Byte.SIZE] &= (byte) ~(0x80 >> bit % Byte.SIZE);
        }
        try {
            return InetAddressPattern.from(InetAddress.getByAddress(bytes).getHostAddress() + "/" + length);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("an address of " + bits + " bits must be valid", impossible);
        }
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException("\"" + text + "\" is neither an IP address nor a range such as 10.0.0.0/8");
    }

    @Override
    public String toString() {
        return networks.stream().map(InetAddressPattern::toString).collect(Collectors.joining(", "));
    }
}
