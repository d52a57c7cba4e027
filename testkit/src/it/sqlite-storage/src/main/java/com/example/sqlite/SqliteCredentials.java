package com.example.sqlite;

import dev.roster.application.port.security.Credentials;
import dev.roster.application.port.security.PasswordHash;
import dev.roster.application.port.storage.CredentialsRepository;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The credentials of a {@link SqliteStorage}. */
final class SqliteCredentials implements CredentialsRepository {

    private final Session session;

    SqliteCredentials(Session session) {
        this.session = session;
    }

    @Override
    public Optional<Credentials> findByUserId(UserId userId) {
        return session.read(sql -> find(sql, userId));
    }

    @Override
    public Set<UserId> findClaimed(Set<UserId> userIds) {
        return session.read(sql ->
                userIds.stream().filter(id -> find(sql, id).isPresent()).collect(Collectors.toUnmodifiableSet()));
    }

    @Override
    public Credentials setPassword(UserId userId, PasswordHash passwordHash) {
        return session.write(sql -> {
            if (!sql.exists("users", userId.value())) {
                throw new UserNotFoundException(userId);
            }
            sql.update(
                    "insert into credentials values (?, ?, 1) on conflict do update"
                            + " set password_hash = excluded.password_hash, session_epoch = session_epoch + 1",
                    userId.value(),
                    passwordHash.encoded());
            return find(sql, userId).orElseThrow();
        });
    }

    @Override
    public boolean renewHash(UserId userId, PasswordHash expected, PasswordHash renewed) {
        return session.write(sql -> sql.update(
                        "update credentials set password_hash = ? where user_id = ? and password_hash = ?",
                        renewed.encoded(),
                        userId.value(),
                        expected.encoded())
                == 1);
    }

    @Override
    public boolean endSessions(UserId userId) {
        return session.write(sql ->
                sql.update("update credentials set session_epoch = session_epoch + 1 where user_id = ?", userId.value())
                        == 1);
    }

    private static Optional<Credentials> find(Sql sql, UserId userId) {
        return sql.first(
                "select * from credentials where user_id = ?",
                row -> new Credentials(
                        userId, new PasswordHash(row.getString("password_hash")), row.getLong("session_epoch")),
                userId.value());
    }
}
