package dev.roster.application.port.outbox;

/**
 * The outbox as seen by a unit of work. A message is delivered, at least once, if and only if its transaction commits
 * ({@code transactions.message-appended-only-on-commit}).
 */
public interface Outbox {

    /**
     * Appends a message. {@link OutboxQueue#claim} returns a message of any kind with the same fields
     * ({@code outbox.message-round-trip}); {@code OutboxMessageCodec} is the text form for storages. The message stays
     * when the user that it is about is deleted ({@code outbox.kept-after-user-deleted}).
     */
    void append(OutboxMessage message);
}
