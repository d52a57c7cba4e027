package dev.roster.adapters.jdbc;

import dev.roster.adapters.jdbc.repository.JooqOutbox;
import dev.roster.application.port.outbox.Outbox;
import dev.roster.application.port.outbox.OutboxMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Outbox of one open transaction. All messages are written by one statement before the commit, which saves a round trip
 * for each message but one. Calls inside the transaction do not see them.
 */
final class TransactionalOutbox implements Outbox {

    private final OpenTransaction transaction;
    private final List<OutboxMessage> messages = new ArrayList<>();

    TransactionalOutbox(OpenTransaction transaction) {
        this.transaction = transaction;
    }

    @Override
    public void append(OutboxMessage message) {
        Objects.requireNonNull(message, "message");
        transaction.requireUsable();
        messages.add(message);
    }

    /** Writes the appended messages. Call at the end of the work. */
    void flush() {
        if (!messages.isEmpty()) {
            JooqOutbox.insert(transaction, messages);
        }
    }
}
