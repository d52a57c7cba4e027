package dev.roster.application.port.outbox;

/**
 * Where a unit of work leaves what is to be delivered once it has committed. A message is delivered, at least once, if
 * and only if its transaction commits ({@code transactions.message-appended-only-on-commit}).
 */
public interface Outbox {

    /**
     * Leaves a message. It comes out of {@link OutboxQueue#claim} as it went in, whatever its kind
     * ({@code outbox.message-round-trip}).
     */
    void append(OutboxMessage message);
}
