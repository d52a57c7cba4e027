package dev.roster.application.port.outbox;

import java.util.Objects;
import java.util.UUID;

/**
 * The identity of an outbox message. A message delivered twice bears the same id both times.
 *
 * @param value a random UUID (RFC 9562, version 4)
 */
public record MessageId(UUID value) {

    /** Takes any UUID, as a repository reads it back. */
    public MessageId {
        Objects.requireNonNull(value, "value");
    }

    /** A new id. */
    public static MessageId random() {
        return new MessageId(UUID.randomUUID());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
