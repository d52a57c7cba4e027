package com.example.sqlite;

import dev.roster.application.outbox.codec.OutboxMessageCodec;
import dev.roster.application.port.outbox.Lane;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.outbox.OutboxMessage;
import dev.roster.application.port.outbox.OutboxQueue;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** The outbox of a {@link SqliteStorage} as seen by relays. */
final class SqliteOutboxQueue implements OutboxQueue {

    private final Session session;

    SqliteOutboxQueue(Session session) {
        this.session = session;
    }

    @Override
    public List<Claim> claim(Lane lane, int limit, Instant now, Duration lease) {
        SqliteStorage.requirePositive(limit);
        Instant until = now.plus(lease);
        return session.write(sql -> {
            List<Claim> due = sql.query(
                    "select * from outbox where lane = ? and state = ? and due_at <= ?"
                            + " and (claimed_until is null or claimed_until <= ?) order by due_at, position limit ?",
                    SqliteOutboxQueue::claim,
                    Objects.requireNonNull(lane),
                    State.WAITING,
                    now,
                    now,
                    limit);
            for (Claim claim : due) {
                sql.update(
                        "update outbox set claim_key = ?, claimed_until = ?, attempts = ? where id = ?",
                        claim.key().toString(),
                        until,
                        claim.attempt(),
                        claim.message().id().toString());
            }
            return due;
        });
    }

    @Override
    public boolean acknowledge(Claim claim) {
        return session.write(sql -> end(sql, claim, "delete from outbox"));
    }

    @Override
    public int acknowledgeAll(List<Claim> claims) {
        return session.write(sql -> (int) claims.stream()
                .filter(claim -> end(sql, claim, "delete from outbox"))
                .count());
    }

    @Override
    public boolean retryLater(Claim claim, Instant retryAt, String reason) {
        return session.write(sql -> end(
                sql,
                claim,
                "update outbox set claim_key = null, claimed_until = null, due_at = ?, last_error = ?",
                Objects.requireNonNull(retryAt),
                Objects.requireNonNull(reason)));
    }

    @Override
    public boolean deadLetter(Claim claim, String reason) {
        return endWithoutSecret(claim, State.DEAD, "last_error = ?", Objects.requireNonNull(reason));
    }

    @Override
    public boolean expire(Claim claim) {
        return endWithoutSecret(claim, State.EXPIRED, "attempts = attempts - ?", 1);
    }

    @Override
    public List<OutboxEntry> list(int limit) {
        SqliteStorage.requirePositive(limit);
        return session.read(sql ->
                sql.query("select * from outbox order by due_at, position limit ?", SqliteOutboxQueue::entry, limit));
    }

    @Override
    public boolean retryNow(MessageId id, Instant now) {
        return session.write(sql -> sql.update(
                        "update outbox set state = ?, due_at = ?, attempts = 0, claim_key = null, claimed_until = null"
                                + " where id = ? and (claimed_until is null or claimed_until <= ?)",
                        State.WAITING,
                        Objects.requireNonNull(now),
                        id.toString(),
                        now)
                == 1);
    }

    @Override
    public Map<Lane, QueueStats> statsByLane() {
        return session.read(sql -> {
            Map<Lane, QueueStats> stats = new EnumMap<>(Lane.class);
            for (Lane lane : Lane.values()) {
                stats.put(
                        lane,
                        new QueueStats(
                                count(sql, lane, State.WAITING),
                                count(sql, lane, State.DEAD),
                                count(sql, lane, State.EXPIRED),
                                sql.first(
                                        "select created_at from outbox where lane = ? and state = ?"
                                                + " order by created_at limit 1",
                                        row -> Sql.instant(row, "created_at"),
                                        lane,
                                        State.WAITING)));
            }
            return stats;
        });
    }

    private static long count(Sql sql, Lane lane, State state) {
        return sql.count("select count(*) from outbox where lane = ? and state = ?", lane, state);
    }

    private boolean endWithoutSecret(Claim claim, State state, String change, Object value) {
        OutboxMessageCodec.Encoded kept =
                OutboxMessageCodec.encode(claim.message().withoutSecret());
        return session.write(sql -> end(
                sql,
                claim,
                "update outbox set claim_key = null, claimed_until = null, state = ?, kind = ?, payload = ?, " + change,
                state,
                kept.kind(),
                kept.payload(),
                value));
    }

    /** Changes the row of a claim, unless the claim has ended. */
    private static boolean end(Sql sql, Claim claim, String change, Object... values) {
        List<Object> all = new ArrayList<>(List.of(values));
        all.add(claim.message().id().toString());
        all.add(claim.key().toString());
        return sql.update(change + " where id = ? and claim_key = ?", all.toArray()) == 1;
    }

    private static Claim claim(ResultSet row) throws SQLException {
        OutboxMessage message = OutboxMessageCodec.decode(
                id(row),
                Sql.instant(row, "created_at"),
                new OutboxMessageCodec.Encoded(row.getString("kind"), row.getString("payload")));
        return new Claim(message, UUID.randomUUID(), row.getInt("attempts") + 1);
    }

    private static OutboxEntry entry(ResultSet row) throws SQLException {
        return new OutboxEntry(
                id(row),
                OutboxMessageCodec.nameOf(row.getString("kind")),
                Sql.instant(row, "created_at"),
                Sql.instant(row, "due_at"),
                row.getInt("attempts"),
                Optional.ofNullable(row.getString("last_error")),
                State.valueOf(row.getString("state")));
    }

    private static MessageId id(ResultSet row) throws SQLException {
        return new MessageId(UUID.fromString(row.getString("id")));
    }
}
