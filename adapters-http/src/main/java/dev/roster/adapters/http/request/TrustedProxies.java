package dev.roster.adapters.http.request;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Addresses of the reverse proxies whose {@code X-Forwarded-For} header is trusted. Immutable.
 */
public final class TrustedProxies {

    /** No proxies: the connected peer is the client. */
    public static final TrustedProxies NONE = new TrustedProxies(List.of());

    private final List<Network> networks;

    private TrustedProxies(List<Network> networks) {
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
        List<Network> networks = new ArrayList<>();
        for (String element : list.split(",", -1)) {
            networks.add(Network.parse(element.strip()));
        }
        return new TrustedProxies(List.copyOf(networks));
    }

    boolean isEmpty() {
        return networks.isEmpty();
    }

    boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        return networks.stream().anyMatch(network -> network.contains(bytes));
    }

    @Override
    public String toString() {
        return networks.stream().map(Network::toString).collect(Collectors.joining(", "));
    }

    /** A CIDR range. */
    private static final class Network {

        private final InetAddress address;
        private final int length;

        private Network(InetAddress address, int length) {
            this.address = address;
            this.length = length;
        }

        static Network parse(String text) {
            int slash = text.indexOf('/');
            String address = slash < 0 ? text : text.substring(0, slash);
            InetAddress parsed = IpAddresses.parse(address).orElseThrow(() -> malformed(text));
            int bits = parsed.getAddress().length * Byte.SIZE;
            if (slash < 0) {
                return new Network(parsed, bits);
            }
            String length = text.substring(slash + 1);
            // The prefix length of an IPv4-mapped address counts from its IPv6 form, which is another range here.
            boolean mapped = bits == 32 && address.contains(":");
            if (mapped || !length.matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(length) > bits) {
                throw malformed(text);
            }
            return new Network(parsed, Integer.parseInt(length));
        }

        private static IllegalArgumentException malformed(String text) {
            return new IllegalArgumentException(
                    "\"" + text + "\" is neither an IP address nor a range such as 10.0.0.0/8");
        }

        boolean contains(byte[] other) {
            byte[] own = address.getAddress();
            if (own.length != other.length) {
                return false;
            }
            for (int bit = 0; bit < length; bit += Byte.SIZE) {
                int mask = 0xff << Math.max(0, Byte.SIZE - (length - bit)) & 0xff;
                if (((own[bit / Byte.SIZE] ^ other[bit / Byte.SIZE]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public String toString() {
            return address.getHostAddress() + "/" + length;
        }
    }
}
