package dev.roster.adapters.jdbc.repository;

import static dev.roster.adapters.jdbc.schema.Tables.AUDIT_EVENTS;
import static org.jooq.impl.DSL.noCondition;

import dev.roster.adapters.jdbc.schema.tables.records.AuditEventsRecord;
import dev.roster.adapters.jdbc.sql.BatchDelete;
import dev.roster.adapters.jdbc.sql.SqlFailures;
import dev.roster.adapters.jdbc.sql.Statements;
import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.storage.AuditEvent;
import dev.roster.application.port.storage.AuditLog;
import dev.roster.domain.user.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jooq.Condition;

/** Audit log backed by jOOQ. The ids in the table {@code audit_events} keep the order in which events were appended. */
public final class JooqAuditLog implements AuditLog {

    private final Statements statements;

    public JooqAuditLog(Statements statements) {
        this.statements = statements;
    }

    @Override
    public void append(AuditEvent event) {
        Objects.requireNonNull(event, "event");
        statements.writeSingle(sql -> sql.insertInto(AUDIT_EVENTS)
                .set(AUDIT_EVENTS.HAPPENED_AT, event.occurredAt())
                .set(AUDIT_EVENTS.TYPE, event.type().name())
                .set(AUDIT_EVENTS.USER_ID, event.userId().map(UserId::value).orElse(null))
                .set(AUDIT_EVENTS.ACTOR_ID, event.actorId().map(UserId::value).orElse(null))
                .set(AUDIT_EVENTS.CLIENT, event.clientAddress().value())
                .execute());
    }

    @Override
    public List<AuditEvent> findLatest(int limit) {
        return findLatest(limit, noCondition());
    }

    @Override
    public List<AuditEvent> findLatestByUserId(UserId userId, int limit) {
        return findLatest(limit, AUDIT_EVENTS.USER_ID.eq(userId.value()));
    }

    @Override
    public long deleteBefore(Instant time) {
        return BatchDelete.deleteBefore(statements, AUDIT_EVENTS.HAPPENED_AT, time);
    }

    private List<AuditEvent> findLatest(int limit, Condition wanted) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1, was " + limit);
        }
        return statements.read(sql -> sql.selectFrom(AUDIT_EVENTS)
                .where(wanted)
                .orderBy(AUDIT_EVENTS.HAPPENED_AT.desc(), AUDIT_EVENTS.ID.desc())
                .limit(limit)
                .fetch(JooqAuditLog::toEvent));
    }

    private static AuditEvent toEvent(AuditEventsRecord row) {
        return SqlFailures.reportInvalidRow(
                "audit event",
                row.getId(),
                () -> new AuditEvent(
                        row.getHappenedAt(),
                        AuditEvent.Type.valueOf(row.getType()),
                        Optional.ofNullable(row.getUserId()).map(UserId::new),
                        Optional.ofNullable(row.getActorId()).map(UserId::new),
                        new ClientAddress(row.getClient())));
    }
}
