package dev.roster.adapters.jdbc;

import static dev.roster.adapters.jdbc.schema.Tables.USERS;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.trueCondition;

import dev.roster.adapters.jdbc.schema.tables.records.UsersRecord;
import dev.roster.application.port.StorageUnavailableException;
import dev.roster.application.port.UserRepository;
import dev.roster.domain.EmailAddress;
import dev.roster.domain.EmailAlreadyExistsException;
import dev.roster.domain.NewUser;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.Role;
import dev.roster.domain.StaleVersionException;
import dev.roster.domain.User;
import dev.roster.domain.UserId;
import dev.roster.domain.UserNotFoundException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.Table;

/** Users in the table of that name. */
final class JooqUserRepository implements UserRepository {

    private final Statements statements;

    JooqUserRepository(Statements statements) {
        this.statements = statements;
    }

    @Override
    public User create(NewUser user) {
        // What is stored right after creation, but for the id, which only the database knows.
        User initial = user.created(new UserId(1));
        UserId creator = user.createdBy();
        UsersRecord stored = statements.refusable(
                sql -> sql.insertInto(USERS)
                        .set(USERS.EMAIL, initial.email().value())
                        .set(USERS.EMAIL_KEY, initial.email().key())
                        .set(USERS.NAME, initial.name())
                        .set(USERS.BIO, initial.bio())
                        .set(USERS.VERIFIED, initial.verified())
                        .set(USERS.ROLE, initial.role().name())
                        .set(USERS.CREATED_BY, creator == null ? null : creator.value())
                        .set(USERS.CREATED_AT, initial.createdAt())
                        .set(USERS.UPDATED_AT, initial.updatedAt())
                        .set(USERS.VERSION, initial.version())
                        .returning()
                        .fetchSingle(),
                violation -> {
                    throw new EmailAlreadyExistsException(user.email());
                });
        return toUser(stored);
    }

    @Override
    public Optional<User> findById(UserId id) {
        return findOne(USERS.ID.eq(id.value()));
    }

    @Override
    public Optional<User> findByEmail(EmailAddress email) {
        return findOne(USERS.EMAIL_KEY.eq(email.key()));
    }

    private Optional<User> findOne(Condition condition) {
        return statements
                .read(sql -> sql.selectFrom(USERS).where(condition).fetchOptional())
                .map(JooqUserRepository::toUser);
    }

    /** One statement, so that items and total are of one moment: the count is there even if the page has no row. */
    @Override
    public Page<User> findAll(PageRequest request) {
        Objects.requireNonNull(request, "request");
        Table<Record> page = select(USERS.fields())
                .from(USERS)
                .orderBy(USERS.CREATED_AT.desc(), USERS.ID.desc())
                .limit(request.size())
                .offset(request.offset())
                .asTable("page");
        Field<Integer> total = count().as("total");
        Table<?> counted = select(total).from(USERS).asTable("counted");
        Result<Record> rows = statements.read(sql -> sql.select(counted.fields())
                .select(page.fields())
                .from(counted)
                .leftJoin(page)
                .on(trueCondition())
                .orderBy(
                        page.field(USERS.CREATED_AT).desc(),
                        page.field(USERS.ID).desc())
                .fetch());
        List<User> items = rows.stream()
                .filter(row -> row.get(USERS.ID) != null)
                .map(row -> toUser(row.into(USERS)))
                .toList();
        return new Page<>(items, rows.get(0).get(0, Long.class), request);
    }

    @Override
    public User update(User user) {
        Optional<UsersRecord> stored = statements.refusable(
                sql -> sql.update(USERS)
                        .set(USERS.EMAIL, user.email().value())
                        .set(USERS.EMAIL_KEY, user.email().key())
                        .set(USERS.NAME, user.name())
                        .set(USERS.BIO, user.bio())
                        .set(USERS.VERIFIED, user.verified())
                        .set(USERS.ROLE, user.role().name())
                        .set(USERS.UPDATED_AT, user.updatedAt())
                        .set(USERS.VERSION, USERS.VERSION.plus(1))
                        .where(isAt(user.id(), user.version()))
                        .returning()
                        .fetchOptional(),
                violation -> {
                    throw new EmailAlreadyExistsException(user.email());
                });
        return stored.map(JooqUserRepository::toUser).orElseThrow(() -> {
            return exists(user.id()) ? stale(user.id()) : new UserNotFoundException(user.id());
        });
    }

    @Override
    public boolean delete(UserId id) {
        return delete(USERS.ID.eq(id.value()));
    }

    @Override
    public boolean delete(UserId id, long version) {
        boolean deleted = delete(isAt(id, version));
        if (!deleted && exists(id)) {
            throw stale(id);
        }
        return deleted;
    }

    /** All that is the user's goes by the foreign keys' cascades. */
    private boolean delete(Condition condition) {
        return statements.write(sql -> sql.deleteFrom(USERS).where(condition).execute()) == 1;
    }

    private boolean exists(UserId id) {
        return statements.read(sql -> sql.fetchExists(USERS, USERS.ID.eq(id.value())));
    }

    private static Condition isAt(UserId id, long version) {
        return USERS.ID.eq(id.value()).and(USERS.VERSION.eq(version));
    }

    private static StaleVersionException stale(UserId id) {
        return new StaleVersionException("user " + id);
    }

    private static User toUser(UsersRecord row) {
        try {
            Long creator = row.getCreatedBy();
            return new User(
                    new UserId(row.getId()),
                    new EmailAddress(row.getEmail()),
                    row.getName(),
                    row.getBio(),
                    row.getVerified(),
                    Role.valueOf(row.getRole()),
                    creator == null ? null : new UserId(creator),
                    row.getCreatedAt(),
                    row.getUpdatedAt(),
                    row.getVersion());
        } catch (RuntimeException broken) {
            // Somebody wrote past the domain. That is no fault of the caller's, as the domain's refusal would say.
            throw new StorageUnavailableException("the row of user " + row.getId() + " cannot be read", broken);
        }
    }
}
