package dev.roster.adapters.jdbc;

import dev.roster.adapters.jdbc.repository.JooqOutbox;
import dev.roster.application.port.outbox.Outbox;
import dev.roster.application.port.outbox.OutboxMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Outbox of one open transaction. Its messages are written together before the commit, which saves a round trip for each
 * but one; no call inside the transaction can read them.
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

    /** Writes what was appended; to be called at the end of the work. */
    void flush() {
        if (!messages.isEmpty()) {
            JooqOutbox.insert(transaction, messages);
        }
    }
}
