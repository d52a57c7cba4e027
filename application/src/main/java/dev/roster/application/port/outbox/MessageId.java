package dev.roster.application.port.outbox;

import java.util.Objects;
import java.util.UUID;

/**
 * Identity of an outbox message. Every delivery of a message has the same id.
 *
 * @param value a random UUID (RFC 9562, version 4)
 */
public record MessageId(UUID value) {

    /** Accepts any UUID, so that a repository can restore a stored id. */
    public MessageId {
        Objects.requireNonNull(value, "value");
    }

    /** Returns a new random id. */
    public static MessageId random() {
        return new MessageId(UUID.randomUUID());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
