package dev.roster.adapters.jdbc;

import dev.roster.adapters.jdbc.sql.ConstraintViolationException;
import dev.roster.adapters.jdbc.sql.SqlFailures;
import dev.roster.adapters.jdbc.sql.Statements;
import dev.roster.application.port.storage.StorageUnavailableException;
import dev.roster.application.port.storage.TransactionConflictException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.Optional;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/**
 * The statements of one open transaction, for its own thread and until it ends. The first statement that fails for
 * anything but a constraint dooms it: databases differ in what is left of such a transaction, so it is not committed
 * even if the work catches the failure.
 */
final class OpenTransaction implements Statements {

    private final Connection connection;
    private final DSLContext sql;
    private final Thread owner = Thread.currentThread();
    private volatile boolean ended;
    private boolean changed;
    private @Nullable StorageUnavailableException failure;

    /** For the calling thread. */
    OpenTransaction(Connection connection, DSLContext sql) {
        this.connection = connection;
        this.sql = sql;
    }

    @Override
    public SQLDialect family() {
        return sql.family();
    }

    @Override
    public <T> T write(Function<DSLContext, T> change) {
        changed = true;
        return read(change);
    }

    @Override
    public <T> T read(Function<DSLContext, T> query) {
        requireUsable();
        try {
            return query.apply(sql);
        } catch (DataAccessException failed) {
            throw markFailed(SqlFailures.translate(failed));
        }
    }

    @Override
    public <T> T writeSingle(Function<DSLContext, T> change) {
        return write(change);
    }

    /**
     * After a refused statement, PostgreSQL accepts others only once it is rolled back to a savepoint. The first change of
     * a transaction needs none, which saves two round trips: a rollback of the whole transaction undoes that change alone.
     */
    @Override
    public <T> T writeWithConstraint(
            Function<DSLContext, T> change, Function<ConstraintViolationException.Kind, T> otherwise) {
        requireUsable();
        try {
            Savepoint savepoint = changed ? connection.setSavepoint() : null;
            try {
                T result = attempt(change);
                if (savepoint != null) {
                    connection.releaseSavepoint(savepoint);
                }
                changed = true;
                return result;
            } catch (ConstraintViolationException refused) {
                if (savepoint == null) {
                    connection.rollback();
                } else {
                    connection.rollback(savepoint);
                }
                return otherwise.apply(refused.kind());
            }
        } catch (SQLException failed) {
            throw markFailed(SqlFailures.translate(failed));
        }
    }

    /**
     * Runs a statement that a constraint may refuse, in which case the transaction is of no more use.
     *
     * @throws ConstraintViolationException if it was refused
     */
    <T> T attempt(Function<DSLContext, T> change) {
        requireUsable();
        try {
            return change.apply(sql);
        } catch (DataAccessException failed) {
            Optional<ConstraintViolationException> violation = SqlFailures.constraintViolation(failed);
            if (violation.isPresent()) {
                throw violation.get();
            }
            throw markFailed(SqlFailures.translate(failed));
        }
    }

    void end() {
        ended = true;
    }

    /** Throws the failure that doomed this transaction, if the work kept it to itself. */
    void throwIfFailed() {
        if (failure != null) {
            throw failure;
        }
    }

    /** The conflict that doomed this transaction, if it was one. */
    @Nullable
    TransactionConflictException conflict() {
        return failure instanceof TransactionConflictException conflict ? conflict : null;
    }

    private StorageUnavailableException markFailed(StorageUnavailableException reason) {
        failure = reason;
        return reason;
    }

    void requireUsable() {
        if (Thread.currentThread() != owner) {
            throw new IllegalStateException("a unit of work is for the thread that it was given to");
        }
        if (ended) {
            throw new IllegalStateException("this unit of work has ended");
        }
        throwIfFailed();
    }
}
