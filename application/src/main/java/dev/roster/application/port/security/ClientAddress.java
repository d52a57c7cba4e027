package dev.roster.application.port.security;

import java.util.Objects;

/**
 * Where a request came from.
 *
 * @param value an IP address as {@link java.net.InetAddress#getHostAddress()} spells it, at most {@value #MAX_LENGTH}
 *     characters; empty if it is not known
 */
public record ClientAddress(String value) {

    /** From nowhere that is known, such as the command line. */
    public static final ClientAddress UNKNOWN = new ClientAddress("");

    /** The longest, an IPv6 address with its zone. */
    public static final int MAX_LENGTH = 64;

    private static final int NETWORK_GROUPS = 4;

    /**
     * @throws IllegalArgumentException if it is too long to be an address
     */
    public ClientAddress {
        Objects.requireNonNull(value, "value");
        if (value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("an address has at most " + MAX_LENGTH + " characters");
        }
    }

    /** Whether it is known. */
    public boolean isKnown() {
        return !value.isEmpty();
    }

    /**
     * What one client cannot leave: the address itself, or of an IPv6 address the first 64 bits, which is what one
     * customer of a provider is given (RFC 6177).
     */
    public String network() {
        String[] groups = value.split(":", NETWORK_GROUPS + 1);
        return groups.length <= NETWORK_GROUPS
                ? value
                : String.join(":", groups[0], groups[1], groups[2], groups[3]) + "::/64";
    }

    @Override
    public String toString() {
        return value;
    }
}
