package dev.roster.adapters.jdbc;

import dev.roster.adapters.jdbc.sql.ConstraintViolationException;
import dev.roster.adapters.jdbc.sql.SqlFailures;
import dev.roster.adapters.jdbc.sql.Statements;
import dev.roster.application.port.storage.StorageUnavailableException;
import dev.roster.application.port.storage.TransactionConflictException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/**
 * Statements of one open transaction, for use by its own thread until the transaction ends. A statement that fails for
 * any reason but a constraint dooms the transaction: it is not committed, even if the work catches the failure, because
 * databases differ in the state of such a transaction.
 */
final class OpenTransaction implements Statements {

    private final Connection connection;
    private final DSLContext sql;
    private final Thread owner = Thread.currentThread();
    private volatile boolean ended;
    private boolean changed;
    private @Nullable StorageUnavailableException failure;

    /** Creates the statements of a transaction that the calling thread owns. */
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
     * Runs the change after a savepoint, because PostgreSQL rejects further statements after a constraint violation
     * until the transaction is rolled back to a savepoint. The first change of a transaction needs none, which saves
     * two round trips: a rollback of the whole transaction undoes only that change.
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
     * Runs a statement that may violate a constraint. A violation makes the transaction unusable.
     *
     * @throws ConstraintViolationException if the statement violated a constraint
     */
    <T> T attempt(Function<DSLContext, T> change) {
        requireUsable();
        try {
            return change.apply(sql);
        } catch (DataAccessException failed) {
            SqlFailures.throwIfConstraintViolated(failed);
            throw markFailed(SqlFailures.translate(failed));
        }
    }

    void end() {
        ended = true;
    }

    /** Throws the failure that doomed this transaction, if there was one. */
    void throwIfFailed() {
        if (failure != null) {
            throw failure;
        }
    }

    /** Returns the conflict that doomed this transaction; null if there was none. */
    @Nullable
    TransactionConflictException conflict() {
        return failure instanceof TransactionConflictException conflict ? conflict : null;
    }

    /** Returns how a transaction that is not committed has ended: a failure of the caller's work is no timeout. */
    ConnectionLease.Outcome outcome() {
        if (failure == null) {
            return ConnectionLease.Outcome.SUCCESS;
        }
        return SqlFailures.isTimeout(failure) ? ConnectionLease.Outcome.TIMEOUT : ConnectionLease.Outcome.OTHER;
    }

    private StorageUnavailableException markFailed(StorageUnavailableException reason) {
        failure = reason;
        return reason;
    }

    void requireUsable() {
        if (Thread.currentThread() != owner) {
            throw new IllegalStateException("a unit of work must be used by the thread that received it");
        }
        if (ended) {
            throw new IllegalStateException("this unit of work has ended");
        }
        throwIfFailed();
    }
}
