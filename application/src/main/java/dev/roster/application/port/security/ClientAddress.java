package dev.roster.application.port.security;

import java.util.Objects;

/**
 * Network address of a client.
 *
 * @param value an IP address in the format of {@link java.net.InetAddress#getHostAddress()}, at most
 *     {@value #MAX_LENGTH} characters; empty if unknown
 */
public record ClientAddress(String value) {

    /** An unknown address, used for example by the command line. */
    public static final ClientAddress UNKNOWN = new ClientAddress("");

    /** Maximum length in characters: enough for an IPv6 address with its zone. */
    public static final int MAX_LENGTH = 64;

    private static final int NETWORK_GROUPS = 4;

    /**
     * @throws IllegalArgumentException if the value is longer than {@value #MAX_LENGTH} characters
     */
    public ClientAddress {
        Objects.requireNonNull(value, "value");
        if (value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "client address must have at most " + MAX_LENGTH + " characters, has " + value.length());
        }
    }

    /** Returns whether the address is known. */
    public boolean isKnown() {
        return !value.isEmpty();
    }

    /**
     * Returns the network that one client cannot leave: an IPv4 address itself, or the first 64 bits of an IPv6
     * address, which is what a provider assigns to one customer (RFC 6177).
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
