package dev.roster.adapters.jdbc;

import static dev.roster.adapters.jdbc.schema.Tables.OUTBOX;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.min;

import dev.roster.adapters.jdbc.schema.tables.records.OutboxRecord;
import dev.roster.application.port.MessageId;
import dev.roster.application.port.OutboxMessage;
import dev.roster.application.port.OutboxMessage.Lane;
import dev.roster.application.port.OutboxQueue;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.SelectForUpdateStep;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The relay's side of the table outbox: a row is deleted when it is settled, which erases its payload, and
 * overwritten without its secret when it is buried.
 */
final class JooqOutboxQueue implements OutboxQueue {

    private static final Logger LOG = LoggerFactory.getLogger(JooqOutboxQueue.class);

    /** How long a row that cannot be read is left alone, so that it does not stand in the way of others. */
    private static final Duration UNREADABLE_PAUSE = Duration.ofHours(1);

    private static final int LONGEST_REASON = 2_000;

    private final Statements statements;

    JooqOutboxQueue(Statements statements) {
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
        return statements.write(sql -> {
            // Rows that another relay is claiming right now are skipped, not waited for.
            List<OutboxRecord> rows =
                    due(sql, lane, limit, instant).forUpdate().skipLocked().fetch();
            return claim(sql, rows, instant, until);
        });
    }

    /** Ordered by all of the index, for H2 would sort otherwise. */
    static SelectForUpdateStep<OutboxRecord> due(DSLContext sql, Lane lane, int limit, Instant now) {
        return sql.selectFrom(OUTBOX)
                .where(OUTBOX.LANE.eq(lane.name()))
                .and(OUTBOX.DEAD.eq(false))
                .and(OUTBOX.DUE_AT.le(now))
                .and(isInNobodysHands(now))
                .and(OUTBOX.KIND.in(OutboxJson.KINDS))
                .orderBy(OUTBOX.LANE, OUTBOX.DEAD, OUTBOX.DUE_AT, OUTBOX.POSITION)
                .limit(limit);
    }

    private static List<Claim> claim(DSLContext sql, List<OutboxRecord> rows, Instant now, Instant until) {
        List<Claim> claims = new ArrayList<>();
        for (OutboxRecord row : rows) {
            try {
                claims.add(toClaim(row));
            } catch (IllegalArgumentException unreadable) {
                LOG.error("outbox message {} put aside: {}", row.getId(), unreadable.getMessage());
                sql.update(OUTBOX)
                        .set(OUTBOX.DUE_AT, now.plus(UNREADABLE_PAUSE))
                        .set(OUTBOX.LAST_ERROR, unreadable.getMessage())
                        .where(OUTBOX.ID.eq(row.getId()))
                        .execute();
            }
        }
        sql.batch(claims.stream()
                        .map(claim -> sql.update(OUTBOX)
                                .set(OUTBOX.CLAIM, claim.key())
                                .set(OUTBOX.CLAIMED_UNTIL, until)
                                .set(OUTBOX.ATTEMPTS, claim.attempt())
                                .where(OUTBOX.ID.eq(claim.message().id().value())))
                        .toList())
                .execute();
        return List.copyOf(claims);
    }

    @Override
    public boolean settle(Claim claim) {
        Condition mine = isHeldBy(claim);
        return statements.write(sql -> sql.deleteFrom(OUTBOX).where(mine).execute()) == 1;
    }

    @Override
    public boolean fail(Claim claim, Instant retryAt, String reason) {
        return put(claim, Map.of(OUTBOX.DUE_AT, retryAt.truncatedTo(ChronoUnit.MICROS)), reason);
    }

    @Override
    public boolean bury(Claim claim, String reason) {
        OutboxMessage kept = claim.message().withoutSecret();
        OutboxJson.Encoded encoded = OutboxJson.encode(kept);
        Map<Field<?>, ?> dead = Map.of(
                OUTBOX.DEAD, true,
                OUTBOX.KIND, encoded.kind(),
                OUTBOX.PAYLOAD, encoded.payload(),
                OUTBOX.LANE, kept.lane().name());
        return put(claim, dead, reason);
    }

    private boolean put(Claim claim, Map<Field<?>, ?> changes, String reason) {
        Condition mine = isHeldBy(claim);
        String lastError = storable(reason);
        return statements.write(sql -> sql.update(OUTBOX)
                        .setNull(OUTBOX.CLAIM)
                        .setNull(OUTBOX.CLAIMED_UNTIL)
                        .set(changes)
                        .set(OUTBOX.LAST_ERROR, lastError)
                        .where(mine)
                        .execute())
                == 1;
    }

    @Override
    public List<Letter> list(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1, was " + limit);
        }
        return statements.read(sql -> sql.selectFrom(OUTBOX)
                .orderBy(OUTBOX.DUE_AT, OUTBOX.POSITION)
                .limit(limit)
                .fetch(JooqOutboxQueue::toLetter));
    }

    private static Letter toLetter(OutboxRecord row) {
        return new Letter(
                new MessageId(row.getId()),
                OutboxJson.name(row.getKind()),
                row.getCreatedAt(),
                row.getDueAt(),
                row.getAttempts(),
                Optional.ofNullable(row.getLastError()),
                row.getDead());
    }

    @Override
    public boolean retry(MessageId id, Instant now) {
        Instant instant = now.truncatedTo(ChronoUnit.MICROS);
        return statements.write(sql -> sql.update(OUTBOX)
                        .set(OUTBOX.DUE_AT, instant)
                        .set(OUTBOX.ATTEMPTS, 0)
                        .set(OUTBOX.DEAD, false)
                        .setNull(OUTBOX.CLAIM)
                        .setNull(OUTBOX.CLAIMED_UNTIL)
                        .where(OUTBOX.ID.eq(id.value()))
                        .and(isInNobodysHands(instant))
                        .execute())
                == 1;
    }

    @Override
    public Depth depth() {
        Condition waits = OUTBOX.DEAD.isFalse();
        Field<Integer> waiting = count().filterWhere(waits);
        Field<Integer> dead = count().filterWhere(OUTBOX.DEAD.isTrue());
        Field<Instant> oldest = min(OUTBOX.CREATED_AT).filterWhere(waits);
        return statements.read(sql -> sql.select(waiting, dead, oldest)
                .from(OUTBOX)
                .fetchSingle(row -> new Depth(row.value1(), row.value2(), Optional.ofNullable(row.value3()))));
    }

    private static Condition isInNobodysHands(Instant now) {
        return OUTBOX.CLAIMED_UNTIL.isNull().or(OUTBOX.CLAIMED_UNTIL.le(now));
    }

    private static Condition isHeldBy(Claim claim) {
        Objects.requireNonNull(claim, "claim");
        return OUTBOX.ID.eq(claim.message().id().value()).and(OUTBOX.CLAIM.eq(claim.key()));
    }

    private static Claim toClaim(OutboxRecord row) {
        OutboxJson.Encoded encoded = new OutboxJson.Encoded(row.getKind(), row.getPayload());
        return new Claim(
                OutboxJson.decode(new MessageId(row.getId()), row.getCreatedAt(), encoded),
                UUID.randomUUID(),
                row.getAttempts() + 1);
    }

    /** Reasons come from anywhere; what no database takes as text must not keep a message from being put back. */
    private static String storable(String reason) {
        return reason.codePoints()
                .limit(LONGEST_REASON)
                .map(c -> c == 0 || Character.getType(c) == Character.SURROGATE ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
