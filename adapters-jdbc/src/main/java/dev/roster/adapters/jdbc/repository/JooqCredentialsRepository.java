package dev.roster.adapters.jdbc.repository;

import static dev.roster.adapters.jdbc.schema.Tables.CREDENTIALS;
import static dev.roster.adapters.jdbc.schema.Tables.USERS;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.val;

import dev.roster.adapters.jdbc.schema.tables.records.CredentialsRecord;
import dev.roster.adapters.jdbc.sql.ConstraintViolationException;
import dev.roster.adapters.jdbc.sql.ParentLock;
import dev.roster.adapters.jdbc.sql.Statements;
import dev.roster.application.port.security.Credentials;
import dev.roster.application.port.security.PasswordHash;
import dev.roster.application.port.storage.CredentialsRepository;
import dev.roster.application.port.storage.TransactionConflictException;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jooq.SQLDialect;

/** Repository of credentials backed by jOOQ; at most one row per user. */
public final class JooqCredentialsRepository implements CredentialsRepository {

    private static final int MAX_TRIES = 5;

    private static final EntityTable<CredentialsRecord> TABLE = new EntityTable<>(CREDENTIALS.USER_ID);

    private final Statements statements;

    public JooqCredentialsRepository(Statements statements) {
        this.statements = statements;
    }

    @Override
    public Optional<Credentials> findByUserId(UserId userId) {
        return TABLE.find(
                statements,
                CREDENTIALS.USER_ID,
                userId.value(),
                row -> new Credentials(userId, new PasswordHash(row.getString(2)), row.getLong(3)));
    }

    @Override
    public Set<UserId> findClaimed(Set<UserId> userIds) {
        List<Long> ids = userIds.stream().map(UserId::value).toList();
        return statements.read(sql -> sql.select(CREDENTIALS.USER_ID)
                .from(CREDENTIALS)
                .where(CREDENTIALS.USER_ID.in(ids))
                .fetchSet(row -> new UserId(row.value1())));
    }

    @Override
    public Credentials setPassword(UserId userId, PasswordHash passwordHash) {
        Objects.requireNonNull(userId, "userId");
        Objects.requireNonNull(passwordHash, "passwordHash");
        return statements.family() == SQLDialect.H2
                ? replaceOrInsert(userId, passwordHash)
                : upsert(userId, passwordHash);
    }

    /**
     * Sets the password by one statement instead of five. It locks the user's row and inserts nothing if the user does
     * not exist, so it cannot violate a constraint.
     */
    private Credentials upsert(UserId userId, PasswordHash passwordHash) {
        return statements
                .writeSingle(sql -> sql.insertInto(
                                CREDENTIALS, CREDENTIALS.USER_ID, CREDENTIALS.PASSWORD_HASH, CREDENTIALS.SESSION_EPOCH)
                        .select(select(USERS.ID, val(passwordHash.encoded()), val(1L))
                                .from(USERS)
                                .where(USERS.ID.eq(userId.value()))
                                .forKeyShare())
                        .onConflict(CREDENTIALS.USER_ID)
                        .doUpdate()
                        .set(CREDENTIALS.PASSWORD_HASH, excluded(CREDENTIALS.PASSWORD_HASH))
                        .set(CREDENTIALS.SESSION_EPOCH, CREDENTIALS.SESSION_EPOCH.plus(1))
                        .returning()
                        .fetchOptional())
                .map(JooqCredentialsRepository::toCredentials)
                .orElseThrow(() -> new UserNotFoundException(userId));
    }

    /**
     * Updates the row, or inserts it if there is none. If two calls insert at once, the slower one violates the unique
     * key and then updates the row of the faster one. (H2 has no upsert that is safe in this case.)
     */
    private Credentials replaceOrInsert(UserId userId, PasswordHash passwordHash) {
        for (int tries = 0; tries < MAX_TRIES; tries++) {
            Optional<Credentials> stored = replace(userId, passwordHash).or(() -> insert(userId, passwordHash));
            if (stored.isPresent()) {
                return stored.get();
            }
        }
        // Each time, other transactions inserted or deleted the row between the two statements.
        throw new TransactionConflictException(
                "setting a password conflicted with other transactions " + MAX_TRIES + " times");
    }

    private Optional<Credentials> replace(UserId userId, PasswordHash passwordHash) {
        return statements
                .write(sql -> sql.update(CREDENTIALS)
                        .set(CREDENTIALS.PASSWORD_HASH, passwordHash.encoded())
                        .set(CREDENTIALS.SESSION_EPOCH, CREDENTIALS.SESSION_EPOCH.plus(1))
                        .where(CREDENTIALS.USER_ID.eq(userId.value()))
                        .returning()
                        .fetchOptional())
                .map(JooqCredentialsRepository::toCredentials);
    }

    /** Inserts the first credentials; returns empty if a concurrent transaction has inserted them. */
    private Optional<Credentials> insert(UserId userId, PasswordHash passwordHash) {
        return statements.writeWithConstraint(
                sql -> {
                    ParentLock.lock(sql, USERS.ID, userId.value());
                    sql.insertInto(CREDENTIALS)
                            .set(CREDENTIALS.USER_ID, userId.value())
                            .set(CREDENTIALS.PASSWORD_HASH, passwordHash.encoded())
                            .set(CREDENTIALS.SESSION_EPOCH, 1L)
                            .execute();
                    return Optional.of(new Credentials(userId, passwordHash, 1));
                },
                violation -> {
                    if (violation == ConstraintViolationException.Kind.MISSING_REFERENCE) {
                        throw new UserNotFoundException(userId);
                    }
                    return Optional.empty();
                });
    }

    @Override
    public boolean renewHash(UserId userId, PasswordHash expected, PasswordHash renewed) {
        Objects.requireNonNull(userId, "userId");
        Objects.requireNonNull(expected, "expected");
        Objects.requireNonNull(renewed, "renewed");
        return statements.writeSingle(sql -> sql.update(CREDENTIALS)
                        .set(CREDENTIALS.PASSWORD_HASH, renewed.encoded())
                        .where(CREDENTIALS.USER_ID.eq(userId.value()))
                        .and(CREDENTIALS.PASSWORD_HASH.eq(expected.encoded()))
                        .execute())
                == 1;
    }

    @Override
    public boolean endSessions(UserId userId) {
        Objects.requireNonNull(userId, "userId");
        return statements.writeSingle(sql -> sql.update(CREDENTIALS)
                        .set(CREDENTIALS.SESSION_EPOCH, CREDENTIALS.SESSION_EPOCH.plus(1))
                        .where(CREDENTIALS.USER_ID.eq(userId.value()))
                        .execute())
                == 1;
    }

    private static Credentials toCredentials(CredentialsRecord row) {
        return new Credentials(
                new UserId(row.getUserId()), new PasswordHash(row.getPasswordHash()), row.getSessionEpoch());
    }
}
