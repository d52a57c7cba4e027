package dev.roster.adapters.jdbc.repository;

import static dev.roster.adapters.jdbc.schema.Tables.USERS;
import static org.jooq.impl.DSL.param;

import dev.roster.adapters.jdbc.schema.tables.records.UsersRecord;
import dev.roster.adapters.jdbc.sql.RenderedStatements;
import dev.roster.adapters.jdbc.sql.SqlFailures;
import dev.roster.adapters.jdbc.sql.Statements;
import dev.roster.application.port.storage.UserRepository;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
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
import java.util.Objects;
import java.util.Optional;
import org.jooq.SQLDialect;
import org.jooq.SelectConditionStep;
import org.jooq.impl.DSL;

/** Repository of users backed by jOOQ. */
public final class JooqUserRepository implements UserRepository {

    static final VersionedTable<UsersRecord> TABLE = new VersionedTable<>(
            "user",
            USERS.ID,
            USERS.VERSION,
            List.of(USERS.EMAIL, USERS.EMAIL_KEY, USERS.NAME, USERS.BIO, USERS.VERIFIED, USERS.ROLE, USERS.UPDATED_AT));

    private final Statements statements;

    public JooqUserRepository(Statements statements) {
        this.statements = statements;
    }

    @Override
    public User create(NewUser user) {
        UsersRecord row = toRow(user.toUser(new UserId(1)));
        return statements.writeWithConstraint(sql -> user.toUser(new UserId(TABLE.insert(sql, row))), violation -> {
            throw new EmailAlreadyExistsException(user.email());
        });
    }

    @Override
    public Optional<User> findById(UserId id) {
        return TABLE.find(statements, USERS.ID, id.value(), JooqUserRepository::toUser);
    }

    /** Of PostgreSQL's locks, takes the one that does not wait for foreign keys of posts and comments. */
    @Override
    public Optional<User> lock(UserId id) {
        return statements.write(sql -> TABLE.rendered
                .statement(sql, "lock", () -> {
                    SelectConditionStep<UsersRecord> byId =
                            sql.selectFrom(USERS).where(USERS.ID.eq(param("key", USERS.ID)));
                    return sql.family() == SQLDialect.H2 ? byId.forUpdate() : byId.forNoKeyUpdate();
                })
                .bind("key", id.value())
                .fetchOptional(JooqUserRepository::toUser));
    }

    @Override
    public Optional<User> findByEmail(EmailAddress email) {
        return TABLE.find(statements, USERS.EMAIL_KEY, email.key(), JooqUserRepository::toUser);
    }

    @Override
    public Page<User> findAll(PageRequest request) {
        Objects.requireNonNull(request, "request");
        return statements.read(
                sql -> TABLE.page(sql, request, DSL::noCondition, USERS.CREATED_AT.desc(), USERS.ID.desc())
                        .fetchPage(request, JooqUserRepository::toUser));
    }

    @Override
    public User update(User user) {
        Optional<User> stored = statements.writeWithConstraint(
                sql -> TABLE.update(sql, toRow(user), JooqUserRepository::toUser),
                violation -> updateDuplicate(user, DuplicateMailbox.key(user.email(), user.id())));
        return stored.orElseThrow(
                () -> TABLE.updateRejection(statements, user.id().value(), new UserNotFoundException(user.id())));
    }

    /** Updates a user that shares its mailbox with another one since before mailboxes were unique. */
    private Optional<User> updateDuplicate(User user, String key) {
        if (!statements.read(
                sql -> sql.fetchExists(USERS, USERS.ID.eq(user.id().value()).and(USERS.EMAIL_KEY.eq(key))))) {
            throw new EmailAlreadyExistsException(user.email());
        }
        UsersRecord row = toRow(user);
        row.setEmailKey(key);
        return statements.write(sql -> TABLE.update(sql, row, JooqUserRepository::toUser));
    }

    @Override
    public boolean delete(UserId id) {
        return TABLE.delete(statements, id.value());
    }

    @Override
    public boolean delete(UserId id, long version) {
        return TABLE.delete(statements, id.value(), version);
    }

    private static UsersRecord toRow(User user) {
        UserId creator = user.createdBy();
        return new UsersRecord(
                user.id().value(),
                user.email().value(),
                user.email().key(),
                user.name(),
                user.bio(),
                user.verified(),
                user.role().name(),
                creator == null ? null : creator.value(),
                user.createdAt(),
                user.updatedAt(),
                user.version());
    }

    private static User toUser(ResultSet row) throws SQLException {
        long id = row.getLong(1);
        return SqlFailures.reportInvalidRow("user", id, () -> {
            long creator = row.getLong(8); // 0 for null
            return new User(
                    new UserId(id),
                    EmailAddress.stored(row.getString(2)),
                    row.getString(4),
                    row.getString(5),
                    row.getBoolean(6),
                    Role.valueOf(row.getString(7)),
                    creator == 0 ? null : new UserId(creator),
                    RenderedStatements.instant(row, 9),
                    RenderedStatements.instant(row, 10),
                    row.getLong(11));
        });
    }
}
