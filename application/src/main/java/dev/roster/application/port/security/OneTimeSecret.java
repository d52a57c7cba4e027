package dev.roster.application.port.security;

import java.util.Objects;

/**
 * A random secret that is sent to its owner and stored nowhere but, until it is delivered, in the outbox. It never
 * shows in {@link #toString()}.
 *
 * @param value the secret itself, made of characters that need no escaping in a URL
 */
public record OneTimeSecret(String value) {

    /** Takes any text. */
    public OneTimeSecret {
        Objects.requireNonNull(value, "value");
    }

    @Override
    public String toString() {
        return "OneTimeSecret[hidden]";
    }
}
