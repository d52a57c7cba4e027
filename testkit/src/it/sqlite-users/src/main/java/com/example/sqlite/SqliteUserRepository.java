package com.example.sqlite;

import dev.roster.application.port.storage.StorageUnavailableException;
import dev.roster.application.port.storage.UserRepository;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.StaleVersionException;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.EmailAlreadyExistsException;
import dev.roster.domain.user.NewUser;
import dev.roster.domain.user.Role;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Users in a SQLite file. Each call is one statement on a connection of its own. Safe for use by multiple threads. */
public final class SqliteUserRepository implements UserRepository {

    private static final String TABLE = "create table if not exists users (id integer primary key, email text not null,"
            + " email_key text not null unique, name text not null, bio text not null, verified integer not null,"
            + " role text not null, created_by integer, created_at integer not null, updated_at integer not null,"
            + " version integer not null)";

    private final String url;

    /** Opens a database such as {@code jdbc:sqlite:users.db}, and creates the table if there is none. */
    public SqliteUserRepository(String url) {
        this.url = url;
        query("pragma journal_mode = wal", row -> "");
        update(TABLE);
    }

    @Override
    public User create(NewUser user) {
        return rejectingDuplicates(
                        user.email(),
                        () -> query(
                                "insert into users (email, email_key, name, bio, verified, role, created_by, created_at,"
                                        + " updated_at, version) values (?, ?, ?, ?, false, 'USER', ?, ?, ?, 1) returning *",
                                SqliteUserRepository::user,
                                user.email().value(),
                                user.email().key(),
                                user.name(),
                                user.bio(),
                                user.createdBy() == null
                                        ? null
                                        : user.createdBy().value(),
                                micros(user.createdAt()),
                                micros(user.createdAt())))
                .get(0);
    }

    @Override
    public Optional<User> findById(UserId id) {
        return query("select * from users where id = ?", SqliteUserRepository::user, id.value()).stream()
                .findFirst();
    }

    @Override
    public Optional<User> lock(UserId id) {
        return findById(id); // each call is a transaction of its own
    }

    @Override
    public Optional<User> findByEmail(EmailAddress email) {
        return query("select * from users where email_key = ?", SqliteUserRepository::user, email.key()).stream()
                .findFirst();
    }

    @Override
    public Page<User> findAll(PageRequest request) {
        List<User> page = query(
                "select * from users order by created_at desc, id desc limit ? offset ?",
                SqliteUserRepository::user,
                request.size(),
                request.offset());
        long total = query("select count(*) from users", row -> row.getLong(1)).get(0);
        return new Page<>(page, total, request);
    }

    @Override
    public User update(User user) {
        List<User> updated = rejectingDuplicates(
                user.email(),
                () -> query(
                        "update users set email = ?, email_key = ?, name = ?, bio = ?, verified = ?, role = ?,"
                                + " updated_at = ?, version = version + 1 where id = ? and version = ? returning *",
                        SqliteUserRepository::user,
                        user.email().value(),
                        user.email().key(),
                        user.name(),
                        user.bio(),
                        user.verified(),
                        user.role().name(),
                        micros(user.updatedAt()),
                        user.id().value(),
                        user.version()));
        if (updated.isEmpty()) {
            findById(user.id()).orElseThrow(() -> new UserNotFoundException(user.id()));
            throw new StaleVersionException("user " + user.id());
        }
        return updated.get(0);
    }

    @Override
    public boolean delete(UserId id) {
        return update("delete from users where id = ?", id.value()) == 1;
    }

    @Override
    public boolean delete(UserId id, long version) {
        if (update("delete from users where id = ? and version = ?", id.value(), version) == 1) {
            return true;
        }
        if (findById(id).isPresent()) {
            throw new StaleVersionException("user " + id);
        }
        return false;
    }

    private static List<User> rejectingDuplicates(EmailAddress email, Write write) {
        try {
            return write.run();
        } catch (StorageUnavailableException failed) {
            if (failed.getCause() instanceof SQLiteException cause
                    && cause.getResultCode() == SQLiteErrorCode.SQLITE_CONSTRAINT_UNIQUE) {
                throw new EmailAlreadyExistsException(email);
            }
            throw failed;
        }
    }

    private static User user(ResultSet row) throws SQLException {
        long createdBy = row.getLong("created_by");
        return new User(
                new UserId(row.getLong("id")),
                EmailAddress.stored(row.getString("email")),
                row.getString("name"),
                row.getString("bio"),
                row.getBoolean("verified"),
                Role.valueOf(row.getString("role")),
                createdBy == 0 ? null : new UserId(createdBy),
                instant(row.getLong("created_at")),
                instant(row.getLong("updated_at")),
                row.getLong("version"));
    }

    private static long micros(Instant time) {
        return time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000;
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    private int update(String sql, Object... values) {
        return onConnection(sql, values, PreparedStatement::executeUpdate);
    }

    private <T> List<T> query(String sql, Mapping<T> mapping, Object... values) {
        return onConnection(sql, values, statement -> {
            List<T> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    rows.add(mapping.map(result));
                }
            }
            return rows;
        });
    }

    private <T> T onConnection(String sql, Object[] values, Execution<T> execution) {
        try (Connection connection = DriverManager.getConnection(url);
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return execution.run(statement);
        } catch (SQLException failed) {
            throw new StorageUnavailableException("SQLite failed: " + failed.getMessage(), failed);
        }
    }

    private interface Write {
        List<User> run();
    }

    private interface Execution<T> {
        T run(PreparedStatement statement) throws SQLException;
    }

    private interface Mapping<T> {
        T map(ResultSet row) throws SQLException;
    }
}
