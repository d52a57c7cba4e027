package com.example.sqlite;

import dev.roster.application.port.security.OneTimeToken;
import dev.roster.application.port.security.TokenHash;
import dev.roster.application.port.storage.OneTimeTokenRepository;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** The one-time tokens of a {@link SqliteStorage}. */
final class SqliteTokens implements OneTimeTokenRepository {

    private static final String VALID = " where hash = ? and purpose = ? and expires_at > ? and not used";

    private final Session session;

    SqliteTokens(Session session) {
        this.session = session;
    }

    @Override
    public void store(OneTimeToken token) {
        session.write(sql -> {
            if (!sql.exists("users", token.userId().value())) {
                throw new UserNotFoundException(token.userId());
            }
            int stored = sql.update(
                    "insert into tokens values (?, ?, ?, ?, false) on conflict do nothing",
                    token.hash().hex(),
                    token.userId().value(),
                    token.purpose(),
                    token.expiresAt());
            if (stored == 0) {
                throw new IllegalArgumentException("a token with this hash was stored before");
            }
            return stored;
        });
    }

    @Override
    public Optional<UserId> find(TokenHash hash, OneTimeToken.Purpose purpose, Instant now) {
        return session.read(sql -> sql.first(
                "select user_id from tokens" + VALID,
                row -> new UserId(row.getLong(1)),
                hash.hex(),
                Objects.requireNonNull(purpose),
                Objects.requireNonNull(now)));
    }

    @Override
    public Optional<UserId> consume(TokenHash hash, OneTimeToken.Purpose purpose, Instant now) {
        return session.write(sql -> sql.first(
                "update tokens set used = true" + VALID + " returning user_id",
                row -> new UserId(row.getLong(1)),
                hash.hex(),
                Objects.requireNonNull(purpose),
                Objects.requireNonNull(now)));
    }

    @Override
    public void revoke(UserId userId, OneTimeToken.Purpose purpose, Instant now) {
        Objects.requireNonNull(now);
        session.write(sql -> sql.update(
                "update tokens set used = true where user_id = ? and purpose = ?",
                userId.value(),
                Objects.requireNonNull(purpose)));
    }

    @Override
    public long deleteExpiredBefore(Instant time) {
        return session.write(
                sql -> (long) sql.update("delete from tokens where expires_at < ?", Objects.requireNonNull(time)));
    }
}
