package com.example.sqlite;

import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.storage.AuditEvent;
import dev.roster.application.port.storage.AuditLog;
import dev.roster.domain.user.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The audit log of a {@link SqliteStorage}. */
final class SqliteAuditLog implements AuditLog {

    private static final String NEWEST_FIRST = " order by occurred_at desc, position desc limit ?";

    private final Session session;

    SqliteAuditLog(Session session) {
        this.session = session;
    }

    @Override
    public void append(AuditEvent event) {
        session.write(sql -> sql.update(
                "insert into audit_events (occurred_at, type, user_id, actor_id, client_address)"
                        + " values (?, ?, ?, ?, ?)",
                event.occurredAt(),
                event.type(),
                event.userId().map(UserId::value).orElse(null),
                event.actorId().map(UserId::value).orElse(null),
                event.clientAddress().value()));
    }

    @Override
    public List<AuditEvent> findLatest(int limit) {
        return session.read(sql -> sql.query(
                "select * from audit_events" + NEWEST_FIRST,
                SqliteAuditLog::event,
                SqliteStorage.requirePositive(limit)));
    }

    @Override
    public List<AuditEvent> findLatestByUserId(UserId userId, int limit) {
        return session.read(sql -> sql.query(
                "select * from audit_events where user_id = ?" + NEWEST_FIRST,
                SqliteAuditLog::event,
                userId.value(),
                SqliteStorage.requirePositive(limit)));
    }

    @Override
    public long deleteBefore(Instant time) {
        return session.write(sql ->
                (long) sql.update("delete from audit_events where occurred_at < ?", Objects.requireNonNull(time)));
    }

    private static AuditEvent event(ResultSet row) throws SQLException {
        return new AuditEvent(
                Sql.instant(row, "occurred_at"),
                AuditEvent.Type.valueOf(row.getString("type")),
                user(row.getLong("user_id")),
                user(row.getLong("actor_id")),
                new ClientAddress(row.getString("client_address")));
    }

    private static Optional<UserId> user(long id) {
        return id == 0 ? Optional.empty() : Optional.of(new UserId(id));
    }
}
