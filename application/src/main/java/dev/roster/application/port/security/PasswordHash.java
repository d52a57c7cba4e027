package dev.roster.application.port.security;

import java.util.Objects;

/**
 * Output of a {@link PasswordHasher}, with its parameters and salt. {@link #toString()} does not contain it.
 *
 * @param encoded the hasher's text format, such as the PHC string format
 */
public record PasswordHash(String encoded) {

    /** Accepts any text; only the hasher that created it can parse it. */
    public PasswordHash {
        Objects.requireNonNull(encoded, "encoded");
    }

    @Override
    public String toString() {
        return "PasswordHash[hidden]";
    }
}
