package dev.roster.adapters.jdbc.repository;

import static dev.roster.adapters.jdbc.schema.Tables.OUTBOX;

import dev.roster.adapters.jdbc.schema.tables.records.OutboxRecord;
import dev.roster.adapters.jdbc.sql.Statements;
import dev.roster.application.outbox.codec.OutboxMessageCodec;
import dev.roster.application.port.outbox.Lane;
import dev.roster.application.port.outbox.Outbox;
import dev.roster.application.port.outbox.OutboxMessage;
import java.util.List;
import java.util.Objects;

/** Outbox backed by jOOQ, for messages appended outside a transaction. */
public final class JooqOutbox implements Outbox {

    private final Statements statements;

    public JooqOutbox(Statements statements) {
        this.statements = statements;
    }

    @Override
    public void append(OutboxMessage message) {
        Objects.requireNonNull(message, "message");
        insert(statements, List.of(message));
    }

    /** Inserts messages by one statement, in the given order. */
    public static void insert(Statements statements, List<OutboxMessage> messages) {
        List<OutboxRecord> rows = messages.stream().map(JooqOutbox::toRow).toList();
        statements.writeSingle(sql -> sql.insertInto(OUTBOX).set(rows).execute());
    }

    private static OutboxRecord toRow(OutboxMessage message) {
        OutboxMessageCodec.Encoded encoded = OutboxMessageCodec.encode(message);
        OutboxRecord row = new OutboxRecord();
        row.setId(message.id().value());
        row.setKind(encoded.kind());
        row.setPayload(encoded.payload());
        row.setLane(storedName(message.lane()));
        row.setCreatedAt(message.createdAt());
        row.setDueAt(message.createdAt());
        row.setAttempts(0);
        return row;
    }

    /** Returns the name of a lane in the table. It must not change, because rows of older versions contain it. */
    static String storedName(Lane lane) {
        return switch (lane) {
            case DEFAULT -> "PROMPT";
            case VERIFICATION -> "MAIL";
            default -> lane.name();
        };
    }
}
