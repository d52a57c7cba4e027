package com.example.sqlite;

import dev.roster.application.outbox.codec.OutboxMessageCodec;
import dev.roster.application.port.outbox.Outbox;
import dev.roster.application.port.outbox.OutboxMessage;
import dev.roster.application.port.outbox.OutboxQueue.State;

/** The outbox of a {@link SqliteStorage} as seen by a unit of work. */
final class SqliteOutbox implements Outbox {

    private final Session session;

    SqliteOutbox(Session session) {
        this.session = session;
    }

    @Override
    public void append(OutboxMessage message) {
        OutboxMessageCodec.Encoded encoded = OutboxMessageCodec.encode(message);
        session.write(sql -> sql.update(
                "insert into outbox (id, kind, payload, lane, state, created_at, due_at, attempts)"
                        + " values (?, ?, ?, ?, ?, ?, ?, 0)",
                message.id().toString(),
                encoded.kind(),
                encoded.payload(),
                message.lane(),
                State.WAITING,
                message.createdAt(),
                message.createdAt()));
    }
}
