package dev.roster.adapters.jdbc.repository;

import static dev.roster.adapters.jdbc.schema.Tables.ONE_TIME_TOKENS;
import static dev.roster.adapters.jdbc.schema.Tables.USERS;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.val;

import dev.roster.adapters.jdbc.sql.BatchDelete;
import dev.roster.adapters.jdbc.sql.ParentLock;
import dev.roster.adapters.jdbc.sql.Statements;
import dev.roster.application.port.security.OneTimeToken;
import dev.roster.application.port.security.TokenHash;
import dev.roster.application.port.storage.OneTimeTokenRepository;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import org.jooq.SQLDialect;

/** Repository of one-time tokens backed by jOOQ. A used token stays, marked as used, until it has long expired. */
public final class JooqOneTimeTokenRepository implements OneTimeTokenRepository {

    private final Statements statements;

    public JooqOneTimeTokenRepository(Statements statements) {
        this.statements = statements;
    }

    @Override
    public void store(OneTimeToken token) {
        Objects.requireNonNull(token, "token");
        if (statements.family() == SQLDialect.H2) {
            insert(token);
        } else if (!insertForExistingUser(token)) {
            throw rejection(token);
        }
    }

    /**
     * Inserts the token by one statement instead of three. It locks the user's row and inserts nothing if the user does
     * not exist, so it cannot violate a constraint.
     *
     * @return whether the token was inserted
     */
    private boolean insertForExistingUser(OneTimeToken token) {
        return statements.write(sql -> sql.insertInto(
                                ONE_TIME_TOKENS,
                                ONE_TIME_TOKENS.HASH,
                                ONE_TIME_TOKENS.USER_ID,
                                ONE_TIME_TOKENS.PURPOSE,
                                ONE_TIME_TOKENS.EXPIRES_AT)
                        .select(select(
                                        val(token.hash().hex()),
                                        USERS.ID,
                                        val(token.purpose().name()),
                                        val(token.expiresAt(), ONE_TIME_TOKENS.EXPIRES_AT))
                                .from(USERS)
                                .where(USERS.ID.eq(token.userId().value()))
                                .forKeyShare())
                        .onConflict(ONE_TIME_TOKENS.HASH)
                        .doNothing()
                        .execute())
                == 1;
    }

    private void insert(OneTimeToken token) {
        statements.writeWithConstraint(
                sql -> {
                    ParentLock.lock(sql, USERS.ID, token.userId().value());
                    return sql.insertInto(ONE_TIME_TOKENS)
                            .set(ONE_TIME_TOKENS.HASH, token.hash().hex())
                            .set(ONE_TIME_TOKENS.USER_ID, token.userId().value())
                            .set(ONE_TIME_TOKENS.PURPOSE, token.purpose().name())
                            .set(ONE_TIME_TOKENS.EXPIRES_AT, token.expiresAt())
                            .execute();
                },
                violation -> {
                    throw rejection(token);
                });
    }

    private RuntimeException rejection(OneTimeToken token) {
        // Secrets are random: if the user exists, the caller stored the same token twice.
        return JooqUserRepository.TABLE.exists(statements, token.userId().value())
                ? new IllegalArgumentException("a token of this hash was stored before")
                : new UserNotFoundException(token.userId());
    }

    @Override
    public Optional<UserId> find(TokenHash hash, OneTimeToken.Purpose purpose, Instant now) {
        Objects.requireNonNull(hash, "hash");
        Objects.requireNonNull(purpose, "purpose");
        return statements
                .read(sql -> sql.select(ONE_TIME_TOKENS.USER_ID)
                        .from(ONE_TIME_TOKENS)
                        .where(ONE_TIME_TOKENS.HASH.eq(hash.hex()))
                        .and(ONE_TIME_TOKENS.PURPOSE.eq(purpose.name()))
                        .and(ONE_TIME_TOKENS.USED_AT.isNull())
                        .and(ONE_TIME_TOKENS.EXPIRES_AT.gt(now.truncatedTo(ChronoUnit.MICROS)))
                        .fetchOptional(ONE_TIME_TOKENS.USER_ID))
                .map(UserId::new);
    }

    /**
     * Uses the token by one conditional update. Of concurrent calls, the row lock lets one succeed; the others find the
     * token used.
     */
    @Override
    public Optional<UserId> consume(TokenHash hash, OneTimeToken.Purpose purpose, Instant now) {
        Objects.requireNonNull(hash, "hash");
        Objects.requireNonNull(purpose, "purpose");
        // Expiry times are whole microseconds, so this changes no comparison; the database would round up.
        Instant usedAt = now.truncatedTo(ChronoUnit.MICROS);
        return statements
                .write(sql -> sql.update(ONE_TIME_TOKENS)
                        .set(ONE_TIME_TOKENS.USED_AT, usedAt)
                        .where(ONE_TIME_TOKENS.HASH.eq(hash.hex()))
                        .and(ONE_TIME_TOKENS.PURPOSE.eq(purpose.name()))
                        .and(ONE_TIME_TOKENS.USED_AT.isNull())
                        .and(ONE_TIME_TOKENS.EXPIRES_AT.gt(usedAt))
                        .returning(ONE_TIME_TOKENS.USER_ID)
                        .fetchOptional(ONE_TIME_TOKENS.USER_ID))
                .map(UserId::new);
    }

    @Override
    public void revoke(UserId userId, OneTimeToken.Purpose purpose, Instant now) {
        Objects.requireNonNull(userId, "userId");
        Objects.requireNonNull(purpose, "purpose");
        Instant usedAt = now.truncatedTo(ChronoUnit.MICROS);
        statements.write(sql -> sql.update(ONE_TIME_TOKENS)
                .set(ONE_TIME_TOKENS.USED_AT, usedAt)
                .where(ONE_TIME_TOKENS.USER_ID.eq(userId.value()))
                .and(ONE_TIME_TOKENS.PURPOSE.eq(purpose.name()))
                .and(ONE_TIME_TOKENS.USED_AT.isNull())
                .execute());
    }

    @Override
    public long deleteExpiredBefore(Instant time) {
        return BatchDelete.deleteBefore(statements, ONE_TIME_TOKENS.EXPIRES_AT, time);
    }
}
