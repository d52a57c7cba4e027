package dev.roster.adapters.jdbc;

import dev.roster.adapters.jdbc.sql.ConstraintViolationException;
import dev.roster.adapters.jdbc.sql.SqlFailures;
import dev.roster.application.port.storage.CommitOutcomeUnknownException;
import dev.roster.application.port.storage.StorageUnavailableException;
import dev.roster.application.port.storage.TransactionConflictException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jooq.Configuration;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;

/** Opens transactions, ends them, and runs them again when they lost against others. */
final class Transactions {

    private static final int MAX_TRIES = 5;

    private final ConnectionPool pool;
    private final Configuration configuration;

    @SuppressWarnings("ThreadLocalUsage") // a thread may use several storages at once, so each has its own
    private final ThreadLocal<OpenTransaction> current = new ThreadLocal<>();

    Transactions(ConnectionPool pool, Configuration configuration) {
        this.pool = pool;
        this.configuration = configuration;
    }

    /** What a transaction is opened for; like the port's work, one level lower. */
    @FunctionalInterface
    interface Body<T, X extends Exception> {
        T run(OpenTransaction transaction) throws X;
    }

    /** One try of a transaction or a statement. */
    @FunctionalInterface
    private interface Attempt<T, X extends Exception> {
        T run() throws X;
    }

    /**
     * @throws IllegalStateException if this thread has a transaction of this storage open
     */
    void rejectInsideTransaction() {
        if (current.get() != null) {
            throw new IllegalStateException(
                    "this thread is inside a transaction of this storage: use the unit of work it was given");
        }
    }

    <T, X extends Exception> T run(Body<T, X> body) throws X {
        return retryOnConflict(() -> runOnce(body));
    }

    /**
     * Runs one statement that commits by itself, again if it lost against other transactions.
     *
     * @throws ConstraintViolationException if a constraint refused it
     * @throws CommitOutcomeUnknownException if the connection was lost meanwhile: the statement is its own commit
     */
    <T> T runSingle(Function<DSLContext, T> statement) {
        return retryOnConflict(() -> runSingleOnce(statement));
    }

    private <T, X extends Exception> T retryOnConflict(Attempt<T, X> attempt) throws X {
        rejectInsideTransaction();
        for (int tries = 1; ; tries++) {
            try {
                return attempt.run();
            } catch (ConflictException lost) {
                if (tries == MAX_TRIES || !pause(tries)) {
                    throw new TransactionConflictException(
                            "lost against other transactions " + tries + " times", lost.conflict);
                }
            }
        }
    }

    private <T, X extends Exception> T runOnce(Body<T, X> body) throws X {
        Connection connection = pool.acquire();
        try {
            OpenTransaction transaction = new OpenTransaction(connection, DSL.using(configuration.derive(connection)));
            T result;
            try {
                begin(connection);
                current.set(transaction);
                try {
                    result = body.run(transaction);
                } finally {
                    current.remove();
                    transaction.end();
                }
                transaction.throwIfFailed();
            } catch (Throwable thrown) {
                rollback(connection, thrown);
                TransactionConflictException conflict = transaction.conflict();
                if (conflict != null && isCausedBy(thrown, conflict)) {
                    throw new ConflictException(conflict);
                }
                throw thrown;
            }
            commit(connection);
            return result;
        } finally {
            pool.release(connection);
        }
    }

    private <T> T runSingleOnce(Function<DSLContext, T> statement) {
        Connection connection = pool.acquire();
        try {
            return statement.apply(DSL.using(configuration.derive(connection)));
        } catch (DataAccessException failed) {
            Optional<ConstraintViolationException> violation = SqlFailures.constraintViolation(failed);
            if (violation.isPresent()) {
                throw violation.get();
            }
            StorageUnavailableException refused = SqlFailures.translate(failed);
            if (SqlFailures.isOutcomeUnknown(failed)) {
                pool.evict(connection);
                throw new CommitOutcomeUnknownException(
                        "the connection was lost during a statement that commits by itself; it may or may not be stored",
                        failed);
            }
            throw refused instanceof TransactionConflictException conflict ? new ConflictException(conflict) : refused;
        } finally {
            pool.release(connection);
        }
    }

    private static void begin(Connection connection) {
        try {
            connection.setAutoCommit(false);
        } catch (SQLException failed) {
            throw SqlFailures.translate(failed);
        }
    }

    private void rollback(Connection connection, Throwable reason) {
        try {
            connection.rollback();
        } catch (SQLException failed) {
            reason.addSuppressed(failed);
            pool.evict(connection);
        }
    }

    private void commit(Connection connection) {
        try {
            connection.commit();
        } catch (SQLException failed) {
            StorageUnavailableException refused = SqlFailures.translate(failed);
            if (!SqlFailures.isCommitRejected(failed)) {
                pool.evict(connection);
                throw new CommitOutcomeUnknownException(
                        "the connection was lost while a transaction committed; it may or may not be stored", failed);
            }
            rollback(connection, refused);
            throw refused instanceof TransactionConflictException conflict ? new ConflictException(conflict) : refused;
        }
    }

    private static boolean isCausedBy(Throwable thrown, Throwable origin) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause == origin) {
                return true;
            }
        }
        return false;
    }

    /** A short rest, different for each of those who ran into each other; false if the thread is told to stop. */
    private static boolean pause(int tries) {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(5L, 25L * tries));
            return true;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** A transaction was rolled back for a conflict and may run again. */
    private static final class ConflictException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final TransactionConflictException conflict;

        ConflictException(TransactionConflictException conflict) {
            super(null, conflict, false, false);
            this.conflict = conflict;
        }
    }
}
