package dev.roster.adapters.jdbc;

import static dev.roster.adapters.jdbc.schema.Tables.OUTBOX;

import dev.roster.application.port.Outbox;
import dev.roster.application.port.OutboxMessage;
import java.util.Objects;

/** The writing side of the table outbox. */
final class JooqOutbox implements Outbox {

    private final Statements statements;

    JooqOutbox(Statements statements) {
        this.statements = statements;
    }

    @Override
    public void append(OutboxMessage message) {
        Objects.requireNonNull(message, "message");
        OutboxJson.Encoded encoded = OutboxJson.encode(message);
        statements.write(sql -> sql.insertInto(OUTBOX)
                .set(OUTBOX.ID, message.id().value())
                .set(OUTBOX.KIND, encoded.kind())
                .set(OUTBOX.PAYLOAD, encoded.payload())
                .set(OUTBOX.LANE, message.lane().name())
                .set(OUTBOX.CREATED_AT, message.createdAt())
                .set(OUTBOX.DUE_AT, message.createdAt())
                .set(OUTBOX.ATTEMPTS, 0)
                .execute());
    }
}
