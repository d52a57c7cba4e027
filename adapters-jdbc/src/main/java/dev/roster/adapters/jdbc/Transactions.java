package dev.roster.adapters.jdbc;

import dev.roster.adapters.jdbc.ConnectionLease.Outcome;
import dev.roster.adapters.jdbc.sql.ConstraintViolationException;
import dev.roster.adapters.jdbc.sql.SqlFailures;
import dev.roster.application.port.storage.CommitOutcomeUnknownException;
import dev.roster.application.port.storage.StorageUnavailableException;
import dev.roster.application.port.storage.TransactionConflictException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jooq.Configuration;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;

/**
 * Runner of transactions: begins and ends them, and retries them after conflicts: deadlocks, serialization failures,
 * lock timeouts.
 */
final class Transactions {

    private static final int MAX_TRIES = 5;

    private final ConnectionPool pool;
    private final Configuration configuration;
    private final StalledCommits stalledCommits;

    @SuppressWarnings("ThreadLocalUsage") // a thread may use several storages at once, so each has its own
    private final ThreadLocal<OpenTransaction> current = new ThreadLocal<>();

    Transactions(ConnectionPool pool, Configuration configuration) {
        this.pool = pool;
        this.configuration = configuration;
        this.stalledCommits = new StalledCommits(configuration.family() != SQLDialect.H2);
    }

    /** The work of a transaction; like the port's work, one level lower. */
    @FunctionalInterface
    interface Body<T, X extends Exception> {
        T run(OpenTransaction transaction) throws X;
    }

    /** One attempt at a transaction or a statement. */
    @FunctionalInterface
    private interface Attempt<T, X extends Exception> {
        T run() throws X;
    }

    /**
     * Rejects calls inside a transaction of this storage.
     *
     * @throws IllegalStateException if this thread has a transaction of this storage open
     */
    void rejectInsideTransaction() {
        if (current.get() != null) {
            throw new IllegalStateException(
                    "this thread is inside a transaction of this storage: use its unit of work");
        }
    }

    /**
     * Checks that no commit hangs in the database.
     *
     * @throws StorageUnavailableException if commits wait for a standby, so that no write is accepted
     */
    void requireNoStalledCommits(Connection connection) {
        stalledCommits.requireNone(connection);
    }

    <T, X extends Exception> T run(CallKind kind, Body<T, X> body) throws X {
        return retryOnConflict(() -> runOnce(kind, body));
    }

    /**
     * Runs one statement that commits by itself, and retries it after conflicts.
     *
     * @throws ConstraintViolationException if the statement violated a constraint
     * @throws CommitOutcomeUnknownException if the connection was lost during the statement, which is its own commit
     */
    <T> T runSingle(CallKind kind, Function<DSLContext, T> statement) {
        return retryOnConflict(() -> runSingleOnce(kind, statement));
    }

    private <T, X extends Exception> T retryOnConflict(Attempt<T, X> attempt) throws X {
        rejectInsideTransaction();
        for (int tries = 1; ; tries++) {
            try {
                return attempt.run();
            } catch (ConflictException lost) {
                if (tries == MAX_TRIES || !pause(tries)) {
                    throw new TransactionConflictException(
                            "conflicted with other transactions " + tries + " times", lost.conflict);
                }
            }
        }
    }

    private <T, X extends Exception> T runOnce(CallKind kind, Body<T, X> body) throws X {
        try (ConnectionLease lease = pool.acquire(kind)) {
            Connection connection = lease.connection();
            stalledCommits.requireNone(connection);
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
                lease.setOutcome(transaction.outcome());
                rollback(connection, thrown);
                TransactionConflictException conflict = transaction.conflict();
                if (conflict != null && isCausedBy(thrown, conflict)) {
                    throw new ConflictException(conflict);
                }
                throw thrown;
            }
            commit(connection);
            lease.setOutcome(Outcome.SUCCESS);
            return result;
        }
    }

    private <T> T runSingleOnce(CallKind kind, Function<DSLContext, T> statement) {
        try (ConnectionLease lease = pool.acquire(kind)) {
            stalledCommits.requireNone(lease.connection());
            try {
                T result = statement.apply(DSL.using(configuration.derive(lease.connection())));
                lease.setOutcome(Outcome.SUCCESS);
                return result;
            } catch (DataAccessException failed) {
                lease.setOutcome(SqlFailures.isTimeout(failed) ? Outcome.TIMEOUT : Outcome.OTHER);
                SqlFailures.throwIfConstraintViolated(failed);
                StorageUnavailableException refused = SqlFailures.translate(failed);
                if (SqlFailures.isOutcomeUnknown(failed)) {
                    giveUp(lease.connection());
                    throw new CommitOutcomeUnknownException(
                            "the connection was lost during an auto-committed statement; it may or may not be stored",
                            failed);
                }
                throw refused instanceof TransactionConflictException conflict
                        ? new ConflictException(conflict)
                        : refused;
            }
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
        } catch (SQLException | RuntimeException failed) {
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
                giveUp(connection);
                throw new CommitOutcomeUnknownException(
                        "the connection was lost during a commit; the transaction may or may not be stored", failed);
            }
            rollback(connection, refused);
            throw refused instanceof TransactionConflictException conflict ? new ConflictException(conflict) : refused;
        }
    }

    /** Removes the connection of a write whose outcome is unknown. */
    private void giveUp(Connection connection) {
        pool.evict(connection);
        stalledCommits.suspect();
    }

    private static boolean isCausedBy(Throwable thrown, Throwable origin) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause == origin) {
                return true;
            }
        }
        return false;
    }

    /**
     * Waits for a short random time, so that conflicting transactions do not collide again.
     *
     * @return false if the thread was interrupted
     */
    private static boolean pause(int tries) {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(5L, 25L * tries));
            return true;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Signals that a transaction was rolled back because of a conflict and may be retried. */
    private static final class ConflictException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final TransactionConflictException conflict;

        ConflictException(TransactionConflictException conflict) {
            super(null, conflict, false, false);
            this.conflict = conflict;
        }
    }
}
