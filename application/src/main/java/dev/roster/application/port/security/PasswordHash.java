package dev.roster.application.port.security;

import java.util.Objects;

/**
 * What is stored of a password: the output of a {@link PasswordHasher}, parameters and salt included. It never shows in
 * {@link #toString()}.
 *
 * @param encoded the hasher's own text form, such as the PHC string format
 */
public record PasswordHash(String encoded) {

    /** Takes any text; only the hasher that made it understands it. */
    public PasswordHash {
        Objects.requireNonNull(encoded, "encoded");
    }

    @Override
    public String toString() {
        return "PasswordHash[hidden]";
    }
}
