package dev.roster.adapters.jdbc.repository;

import static dev.roster.adapters.jdbc.schema.Tables.USERS;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.trueCondition;

import dev.roster.adapters.jdbc.schema.tables.records.UsersRecord;
import dev.roster.adapters.jdbc.sql.RenderedStatements;
import dev.roster.adapters.jdbc.sql.Statements;
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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;

/** Repository of users backed by jOOQ. */
public final class JooqUserRepository implements UserRepository {

    private static final RenderedStatements RENDERED = new RenderedStatements();

    private final Statements statements;

    public JooqUserRepository(Statements statements) {
        this.statements = statements;
    }

    @Override
    public User create(NewUser user) {
        // The stored user, except for its id, which the database assigns.
        User initial = user.toUser(new UserId(1));
        UserId creator = user.createdBy();
        return statements.writeWithConstraint(
                sql -> RENDERED.statement(sql, "create", () -> insert(sql))
                        .bind("email", initial.email().value())
                        .bind("email_key", initial.email().key())
                        .bind("name", initial.name())
                        .bind("bio", initial.bio())
                        .bind("verified", initial.verified())
                        .bind("role", initial.role().name())
                        .bind("created_by", creator == null ? null : creator.value())
                        .bind("created_at", initial.createdAt())
                        .bind("version", initial.version())
                        .fetchSingle(row -> user.toUser(new UserId(row.getLong(1)))),
                violation -> {
                    throw new EmailAlreadyExistsException(user.email());
                });
    }

    private static Query insert(DSLContext sql) {
        return sql.insertInto(USERS)
                .set(USERS.EMAIL, param("email", USERS.EMAIL))
                .set(USERS.EMAIL_KEY, param("email_key", USERS.EMAIL_KEY))
                .set(USERS.NAME, param("name", USERS.NAME))
                .set(USERS.BIO, param("bio", USERS.BIO))
                .set(USERS.VERIFIED, param("verified", USERS.VERIFIED))
                .set(USERS.ROLE, param("role", USERS.ROLE))
                .set(USERS.CREATED_BY, param("created_by", USERS.CREATED_BY))
                .set(USERS.CREATED_AT, param("created_at", USERS.CREATED_AT))
                .set(USERS.UPDATED_AT, param("created_at", USERS.UPDATED_AT))
                .set(USERS.VERSION, param("version", USERS.VERSION))
                .returningResult(USERS.ID);
    }

    @Override
    public Optional<User> findById(UserId id) {
        return findOne(USERS.ID, id.value());
    }

    @Override
    public Optional<User> findByEmail(EmailAddress email) {
        return findOne(USERS.EMAIL_KEY, email.key());
    }

    private <T> Optional<User> findOne(TableField<UsersRecord, T> key, T value) {
        return statements.read(sql -> RENDERED.statement(
                        sql, key, () -> sql.selectFrom(USERS).where(key.eq(param("key", key))))
                .bind("key", value)
                .fetchOptional(JooqUserRepository::toUser));
    }

    /**
     * Reads items and total in one statement, so that they are consistent. The total is returned even if the page is
     * empty.
     */
    @Override
    public Page<User> findAll(PageRequest request) {
        Objects.requireNonNull(request, "request");
        return statements.read(sql -> RENDERED.statement(sql, "findAll", () -> page(sql))
                .bind("size", request.size())
                .bind("skipped", request.offset())
                .fetchPage(request, row -> toUser(row, 2)));
    }

    private static Query page(DSLContext sql) {
        Table<Record> page = select(USERS.fields())
                .from(USERS)
                .orderBy(USERS.CREATED_AT.desc(), USERS.ID.desc())
                .limit(param("size", Integer.class))
                .offset(param("skipped", Long.class))
                .asTable("page");
        Field<Integer> total = count().as("total");
        Table<?> counted = select(total).from(USERS).asTable("counted");
        return sql.select(counted.fields())
                .select(page.fields())
                .from(counted)
                .leftJoin(page)
                .on(trueCondition())
                .orderBy(
                        page.field(USERS.CREATED_AT).desc(),
                        page.field(USERS.ID).desc());
    }

    @Override
    public User update(User user) {
        Optional<User> stored = statements.writeWithConstraint(
                sql -> RENDERED.statement(sql, "update", () -> update(sql))
                        .bind("email", user.email().value())
                        .bind("email_key", user.email().key())
                        .bind("name", user.name())
                        .bind("bio", user.bio())
                        .bind("verified", user.verified())
                        .bind("role", user.role().name())
                        .bind("updated_at", user.updatedAt())
                        .bind("id", user.id().value())
                        .bind("version", user.version())
                        .fetchOptional(JooqUserRepository::toUser),
                violation -> {
                    throw new EmailAlreadyExistsException(user.email());
                });
        return stored.orElseThrow(() -> {
            return exists(user.id()) ? staleVersion(user.id()) : new UserNotFoundException(user.id());
        });
    }

    private static Query update(DSLContext sql) {
        return sql.update(USERS)
                .set(USERS.EMAIL, param("email", USERS.EMAIL))
                .set(USERS.EMAIL_KEY, param("email_key", USERS.EMAIL_KEY))
                .set(USERS.NAME, param("name", USERS.NAME))
                .set(USERS.BIO, param("bio", USERS.BIO))
                .set(USERS.VERIFIED, param("verified", USERS.VERIFIED))
                .set(USERS.ROLE, param("role", USERS.ROLE))
                .set(USERS.UPDATED_AT, param("updated_at", USERS.UPDATED_AT))
                .set(USERS.VERSION, USERS.VERSION.plus(inline(1L)))
                .where(USERS.ID.eq(param("id", USERS.ID)))
                .and(USERS.VERSION.eq(param("version", USERS.VERSION)))
                .returning();
    }

    @Override
    public boolean delete(UserId id) {
        return delete(USERS.ID.eq(id.value()));
    }

    @Override
    public boolean delete(UserId id, long version) {
        boolean deleted = delete(hasVersion(id, version));
        if (!deleted && exists(id)) {
            throw staleVersion(id);
        }
        return deleted;
    }

    /** Deletes users; the foreign keys' cascades delete everything that belongs to them. */
    private boolean delete(Condition condition) {
        return statements.writeSingle(
                        sql -> sql.deleteFrom(USERS).where(condition).execute())
                == 1;
    }

    private boolean exists(UserId id) {
        return statements.read(sql -> sql.fetchExists(USERS, USERS.ID.eq(id.value())));
    }

    private static Condition hasVersion(UserId id, long version) {
        return USERS.ID.eq(id.value()).and(USERS.VERSION.eq(version));
    }

    private static StaleVersionException staleVersion(UserId id) {
        return new StaleVersionException("user " + id);
    }

    /** Maps a row whose columns are those of the table. */
    private static User toUser(ResultSet row) throws SQLException {
        return toUser(row, 1);
    }

    private static User toUser(ResultSet row, int first) throws SQLException {
        long id = row.getLong(first);
        try {
            long creator = row.getLong(first + 7); // 0 for null
            return new User(
                    new UserId(id),
                    new EmailAddress(row.getString(first + 1)),
                    row.getString(first + 3),
                    row.getString(first + 4),
                    row.getBoolean(first + 5),
                    Role.valueOf(row.getString(first + 6)),
                    creator == 0 ? null : new UserId(creator),
                    RenderedStatements.instant(row, first + 8),
                    RenderedStatements.instant(row, first + 9),
                    row.getLong(first + 10));
        } catch (RuntimeException broken) {
            // The row was not written through the domain. The domain's exception would wrongly blame the caller.
            throw new StorageUnavailableException("the row of user " + id + " cannot be read", broken);
        }
    }
}
