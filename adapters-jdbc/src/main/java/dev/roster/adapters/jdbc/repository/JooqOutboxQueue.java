package dev.roster.adapters.jdbc.repository;

import static dev.roster.adapters.jdbc.schema.Tables.OUTBOX;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.row;

import dev.roster.adapters.jdbc.schema.tables.records.OutboxRecord;
import dev.roster.adapters.jdbc.sql.Statements;
import dev.roster.application.outbox.codec.OutboxMessageCodec;
import dev.roster.application.port.outbox.Lane;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.outbox.OutboxMessage;
import dev.roster.application.port.outbox.OutboxQueue;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jooq.CommonTableExpression;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Row2;
import org.jooq.SQLDialect;
import org.jooq.SelectForUpdateStep;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Outbox queue backed by jOOQ. An acknowledged message is deleted together with its payload. A dead-lettered one is
 * overwritten without its secret.
 */
public final class JooqOutboxQueue implements OutboxQueue {

    private static final Logger LOG = LoggerFactory.getLogger(JooqOutboxQueue.class);

    /** Delay before an unreadable row is claimed again, so that it does not block others. */
    private static final Duration UNREADABLE_PAUSE = Duration.ofHours(1);

    private final Statements statements;

    public JooqOutboxQueue(Statements statements) {
        this.statements = statements;
    }

    @Override
    public List<Claim> claim(Lane lane, int limit, Instant now, Duration lease) {
        Objects.requireNonNull(lane, "lane");
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1, was " + limit);
        }
        Instant instant = now.truncatedTo(ChronoUnit.MICROS);
        Instant until = now.plus(lease).truncatedTo(ChronoUnit.MICROS);
        UUID key = UUID.randomUUID();
        List<OutboxRecord> rows = statements.writeSingle(sql -> sql.family() == SQLDialect.H2
                ? claimInSteps(sql, due(sql, lane, limit, instant), key, instant, until)
                : claimInOneStatement(sql, due(sql, lane, limit, instant), key, until));
        return rows.stream()
                .sorted(Comparator.comparing(OutboxRecord::getDueAt).thenComparing(OutboxRecord::getPosition))
                .flatMap(row -> claim(row, key, instant).stream())
                .toList();
    }

    /** Claims by one statement, which locks and writes nothing if no message is due. */
    private static List<OutboxRecord> claimInOneStatement(
            DSLContext sql, SelectForUpdateStep<OutboxRecord> query, UUID key, Instant until) {
        // Skips rows that another relay is claiming, instead of waiting for them.
        CommonTableExpression<OutboxRecord> due =
                name("due").as(query.forUpdate().skipLocked());
        return sql.with(due)
                .update(OUTBOX)
                .set(claimValues(key, until))
                .from(due)
                .where(OUTBOX.ID.eq(due.field(OUTBOX.ID)))
                .returning()
                .fetch();
    }

    /**
     * Claims by three statements, because H2 has no such update. If several relays read the same rows, the condition
     * lets one of them claim each row.
     */
    private static List<OutboxRecord> claimInSteps(
            DSLContext sql, SelectForUpdateStep<OutboxRecord> query, UUID key, Instant now, Instant until) {
        List<UUID> due = query.forUpdate().skipLocked().fetch(OUTBOX.ID);
        if (due.isEmpty()) {
            return List.of();
        }
        sql.update(OUTBOX)
                .set(claimValues(key, until))
                .where(OUTBOX.ID.in(due))
                .and(OUTBOX.DEAD.eq(false))
                .and(OUTBOX.DUE_AT.le(now))
                .and(isUnclaimed(now))
                .execute();
        return sql.selectFrom(OUTBOX)
                .where(OUTBOX.ID.in(due))
                .and(OUTBOX.CLAIM.eq(key))
                .fetch();
    }

    private static Map<Field<?>, ?> claimValues(UUID key, Instant until) {
        return Map.of(OUTBOX.CLAIM, key, OUTBOX.CLAIMED_UNTIL, until, OUTBOX.ATTEMPTS, OUTBOX.ATTEMPTS.plus(1));
    }

    /** Selects the due messages. Ordered by all columns of the index, because H2 would sort the rows otherwise. */
    static SelectForUpdateStep<OutboxRecord> due(DSLContext sql, Lane lane, int limit, Instant now) {
        return sql.selectFrom(OUTBOX)
                .where(OUTBOX.LANE.eq(JooqOutbox.storedName(lane)))
                .and(OUTBOX.DEAD.eq(false))
                .and(OUTBOX.DUE_AT.le(now))
                .and(isUnclaimed(now))
                .and(OUTBOX.KIND.in(OutboxMessageCodec.kinds()))
                .orderBy(OUTBOX.LANE, OUTBOX.DEAD, OUTBOX.DUE_AT, OUTBOX.POSITION)
                .limit(limit);
    }

    private Optional<Claim> claim(OutboxRecord row, UUID key, Instant now) {
        try {
            OutboxMessageCodec.Encoded encoded = new OutboxMessageCodec.Encoded(row.getKind(), row.getPayload());
            OutboxMessage message = OutboxMessageCodec.decode(new MessageId(row.getId()), row.getCreatedAt(), encoded);
            return Optional.of(new Claim(message, key, row.getAttempts()));
        } catch (IllegalArgumentException unreadable) {
            LOG.error("outbox message {} is postponed by an hour: {}", row.getId(), unreadable.getMessage());
            Map<Field<?>, ?> postponed = Map.of(
                    OUTBOX.ATTEMPTS, row.getAttempts() - 1,
                    OUTBOX.DUE_AT, now.plus(UNREADABLE_PAUSE),
                    OUTBOX.LAST_ERROR, String.valueOf(unreadable.getMessage()));
            release(isClaimed(row.getId(), key), postponed);
            return Optional.empty();
        }
    }

    @Override
    public boolean acknowledge(Claim claim) {
        return acknowledgeAll(List.of(claim)) == 1;
    }

    @Override
    public int acknowledgeAll(List<Claim> claims) {
        if (claims.isEmpty()) {
            return statements.writeSingle(sql -> 0);
        }
        List<Row2<UUID, UUID>> mine = claims.stream()
                .map(claim -> row(claim.message().id().value(), claim.key()))
                .toList();
        return statements.writeSingle(sql -> sql.deleteFrom(OUTBOX)
                .where(row(OUTBOX.ID, OUTBOX.CLAIM).in(mine))
                .execute());
    }

    @Override
    public boolean retryLater(Claim claim, Instant retryAt, String reason) {
        Map<Field<?>, ?> changes = Map.of(
                OUTBOX.DUE_AT,
                retryAt.truncatedTo(ChronoUnit.MICROS),
                OUTBOX.LAST_ERROR,
                FailureReason.sanitize(reason));
        return release(isClaimed(claim.message().id().value(), claim.key()), changes);
    }

    @Override
    public boolean deadLetter(Claim claim, String reason) {
        return endWithoutSecret(claim, Map.of(OUTBOX.LAST_ERROR, FailureReason.sanitize(reason)));
    }

    @Override
    public boolean expire(Claim claim) {
        return endWithoutSecret(claim, Map.of(OUTBOX.EXPIRED, true, OUTBOX.ATTEMPTS, claim.attempt() - 1));
    }

    private boolean endWithoutSecret(Claim claim, Map<Field<?>, ?> changes) {
        OutboxMessage kept = claim.message().withoutSecret();
        OutboxMessageCodec.Encoded encoded = OutboxMessageCodec.encode(kept);
        Map<Field<?>, Object> all = new HashMap<>(changes);
        all.put(OUTBOX.DEAD, true);
        all.put(OUTBOX.KIND, encoded.kind());
        all.put(OUTBOX.PAYLOAD, encoded.payload());
        all.put(OUTBOX.LANE, JooqOutbox.storedName(kept.lane()));
        return release(isClaimed(kept.id().value(), claim.key()), all);
    }

    /** Changes a message and ends its claim. */
    private boolean release(Condition condition, Map<Field<?>, ?> changes) {
        return statements.writeSingle(sql -> sql.update(OUTBOX)
                        .setNull(OUTBOX.CLAIM)
                        .setNull(OUTBOX.CLAIMED_UNTIL)
                        .set(changes)
                        .where(condition)
                        .execute())
                == 1;
    }

    @Override
    public List<OutboxEntry> list(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1, was " + limit);
        }
        return statements.read(sql -> sql.selectFrom(OUTBOX)
                .orderBy(OUTBOX.DUE_AT, OUTBOX.POSITION)
                .limit(limit)
                .fetch(JooqOutboxQueue::toEntry));
    }

    private static OutboxEntry toEntry(OutboxRecord row) {
        return new OutboxEntry(
                new MessageId(row.getId()),
                OutboxMessageCodec.nameOf(row.getKind()),
                row.getCreatedAt(),
                row.getDueAt(),
                row.getAttempts(),
                Optional.ofNullable(row.getLastError()),
                row.getExpired() ? State.EXPIRED : row.getDead() ? State.DEAD : State.WAITING);
    }

    @Override
    public boolean retryNow(MessageId id, Instant now) {
        Instant instant = now.truncatedTo(ChronoUnit.MICROS);
        return release(
                OUTBOX.ID.eq(id.value()).and(isUnclaimed(instant)),
                Map.of(OUTBOX.DUE_AT, instant, OUTBOX.ATTEMPTS, 0, OUTBOX.DEAD, false, OUTBOX.EXPIRED, false));
    }

    @Override
    public Map<Lane, QueueStats> statsByLane() {
        Condition waits = OUTBOX.DEAD.isFalse();
        Field<Integer> waiting = count().filterWhere(waits);
        Field<Integer> dead = count().filterWhere(OUTBOX.DEAD.isTrue().and(OUTBOX.EXPIRED.isFalse()));
        Field<Integer> expired = count().filterWhere(OUTBOX.EXPIRED);
        Field<Instant> oldest = min(OUTBOX.CREATED_AT).filterWhere(waits);
        Map<String, QueueStats> stored = statements.read(sql -> sql.select(OUTBOX.LANE, waiting, dead, expired, oldest)
                .from(OUTBOX)
                .groupBy(OUTBOX.LANE)
                .fetchMap(
                        row -> row.value1(),
                        row -> new QueueStats(
                                row.value2(), row.value3(), row.value4(), Optional.ofNullable(row.value5()))));
        Map<Lane, QueueStats> stats = new EnumMap<>(Lane.class);
        for (Lane lane : Lane.values()) {
            stats.put(lane, stored.getOrDefault(JooqOutbox.storedName(lane), QueueStats.EMPTY));
        }
        return stats;
    }

    private static Condition isUnclaimed(Instant now) {
        return OUTBOX.CLAIMED_UNTIL.isNull().or(OUTBOX.CLAIMED_UNTIL.le(now));
    }

    private static Condition isClaimed(UUID id, UUID key) {
        return OUTBOX.ID.eq(id).and(OUTBOX.CLAIM.eq(key));
    }
}
