package dev.roster.adapters.jdbc.repository;

import static dev.roster.adapters.jdbc.schema.Tables.OUTBOX;

import dev.roster.adapters.jdbc.sql.Statements;
import dev.roster.application.port.outbox.Outbox;
import dev.roster.application.port.outbox.OutboxMessage;
import dev.roster.application.port.outbox.OutboxMessage.Lane;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jooq.Row7;
import org.jooq.impl.DSL;

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
        List<Row7<UUID, String, String, String, Instant, Instant, Integer>> rows =
                messages.stream().map(JooqOutbox::row).toList();
        statements.writeSingle(sql -> sql.insertInto(
                        OUTBOX,
                        OUTBOX.ID,
                        OUTBOX.KIND,
                        OUTBOX.PAYLOAD,
                        OUTBOX.LANE,
                        OUTBOX.CREATED_AT,
                        OUTBOX.DUE_AT,
                        OUTBOX.ATTEMPTS)
                .valuesOfRows(rows)
                .execute());
    }

    private static Row7<UUID, String, String, String, Instant, Instant, Integer> row(OutboxMessage message) {
        OutboxJson.Encoded encoded = OutboxJson.encode(message);
        return DSL.row(
                message.id().value(),
                encoded.kind(),
                encoded.payload(),
                storedName(message.lane()),
                message.createdAt(),
                message.createdAt(),
                0);
    }

    /** Returns the name of a lane in the table. It must not change, because rows of older versions contain it. */
    static String storedName(Lane lane) {
        return lane == Lane.DEFAULT ? "PROMPT" : lane.name();
    }
}
