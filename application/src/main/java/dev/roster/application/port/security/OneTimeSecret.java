package dev.roster.application.port.security;

import java.util.Objects;

/**
 * A random secret that is sent to its owner. It is never stored, except in the outbox until it is delivered.
 * {@link #toString()} does not contain it.
 *
 * @param value the secret; needs no escaping in a URL
 */
public record OneTimeSecret(String value) {

    /** Accepts any text. */
    public OneTimeSecret {
        Objects.requireNonNull(value, "value");
    }

    @Override
    public String toString() {
        return "OneTimeSecret[hidden]";
    }
}
