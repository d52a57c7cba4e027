package com.example.sqlite;

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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The users of a {@link SqliteStorage}. */
final class SqliteUsers implements UserRepository {

    private final Session session;

    SqliteUsers(Session session) {
        this.session = session;
    }

    @Override
    public User create(NewUser user) {
        return session.write(sql -> {
            requireUnused(sql, user.email(), 0);
            return sql.first(
                            "insert into users (email, email_key, name, bio, verified, role, created_by, created_at,"
                                    + " updated_at, version) values (?, ?, ?, ?, false, ?, ?, ?, ?, 1) returning *",
                            SqliteUsers::user,
                            user.email().value(),
                            user.email().key(),
                            user.name(),
                            user.bio(),
                            Role.USER,
                            user.createdBy() == null ? null : user.createdBy().value(),
                            user.createdAt(),
                            user.createdAt())
                    .orElseThrow();
        });
    }

    @Override
    public Optional<User> findById(UserId id) {
        return session.read(sql -> find(sql, id));
    }

    @Override
    public Optional<User> lock(UserId id) {
        return findById(id); // a transaction keeps out all other writers
    }

    @Override
    public Optional<User> findByEmail(EmailAddress email) {
        return session.read(
                sql -> sql.first("select * from users where email_key = ?", SqliteUsers::user, email.key()));
    }

    @Override
    public Page<User> findAll(PageRequest request) {
        return session.read(sql -> {
            List<User> page = sql.query(
                    "select * from users order by created_at desc, id desc limit ? offset ?",
                    SqliteUsers::user,
                    request.size(),
                    request.offset());
            return new Page<>(page, sql.count("select count(*) from users"), request);
        });
    }

    @Override
    public User update(User user) {
        return session.write(sql -> {
            User stored = find(sql, user.id()).orElseThrow(() -> new UserNotFoundException(user.id()));
            requireVersion(stored, user.version());
            requireUnused(sql, user.email(), user.id().value());
            return sql.first(
                            "update users set email = ?, email_key = ?, name = ?, bio = ?, verified = ?, role = ?,"
                                    + " updated_at = ?, version = version + 1 where id = ? returning *",
                            SqliteUsers::user,
                            user.email().value(),
                            user.email().key(),
                            user.name(),
                            user.bio(),
                            user.verified(),
                            user.role(),
                            user.updatedAt(),
                            user.id().value())
                    .orElseThrow();
        });
    }

    @Override
    public boolean delete(UserId id) {
        return session.write(sql -> delete(sql, id));
    }

    @Override
    public boolean delete(UserId id, long version) {
        return session.write(sql -> {
            find(sql, id).ifPresent(stored -> requireVersion(stored, version));
            return delete(sql, id);
        });
    }

    private static Optional<User> find(Sql sql, UserId id) {
        return sql.first("select * from users where id = ?", SqliteUsers::user, id.value());
    }

    private static boolean delete(Sql sql, UserId id) {
        return sql.update("delete from users where id = ?", id.value()) == 1;
    }

    private static void requireVersion(User stored, long version) {
        if (stored.version() != version) {
            throw new StaleVersionException("user " + stored.id());
        }
    }

    private static void requireUnused(Sql sql, EmailAddress email, long owner) {
        if (sql.count("select count(*) from users where email_key = ? and id <> ?", email.key(), owner) > 0) {
            throw new EmailAlreadyExistsException(email);
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
                Sql.instant(row, "created_at"),
                Sql.instant(row, "updated_at"),
                row.getLong("version"));
    }
}
