package dev.roster.adapters.jdbc;

import dev.roster.adapters.jdbc.ConnectionLease.Outcome;
import dev.roster.adapters.jdbc.sql.ConstraintViolationException;
import dev.roster.adapters.jdbc.sql.SqlFailures;
import dev.roster.adapters.jdbc.sql.Statements;
import java.util.function.Function;
import org.jooq.Configuration;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;

/**
 * Statements outside an open transaction: each call commits by itself. Reads run in auto-commit mode. On PostgreSQL,
 * writes of a single statement do too: this takes one round trip, while BEGIN, statement and COMMIT take two. Other
 * writes run in a transaction of their own.
 */
final class AutoCommitStatements implements Statements {

    private final Transactions transactions;
    private final ConnectionPool pool;
    private final Configuration configuration;
    private final boolean autoCommitsSingleWrites;
    private final CallKind reads;
    private final CallKind writes;

    /**
     * Creates the statements of one repository.
     *
     * @param rows the rows that the repository reads and writes, such as "posts"; part of messages
     */
    AutoCommitStatements(Transactions transactions, ConnectionPool pool, Configuration configuration, String rows) {
        this.transactions = transactions;
        this.pool = pool;
        this.configuration = configuration;
        this.reads = new CallKind("reads of " + rows, false);
        this.writes = new CallKind("writes of " + rows, true);
        // H2 has no round trip to save, and needs a transaction to lock parent rows before an insertion; see
        // ParentLock.
        this.autoCommitsSingleWrites = configuration.family() != SQLDialect.H2;
    }

    @Override
    public SQLDialect family() {
        return configuration.family();
    }

    @Override
    public <T> T read(Function<DSLContext, T> query) {
        transactions.rejectInsideTransaction();
        try (ConnectionLease lease = pool.acquire(reads)) {
            try {
                T found = query.apply(DSL.using(configuration.derive(lease.connection())));
                lease.setOutcome(Outcome.SUCCESS);
                return found;
            } catch (DataAccessException failed) {
                lease.setOutcome(SqlFailures.isTimeout(failed) ? Outcome.TIMEOUT : Outcome.OTHER);
                throw SqlFailures.translate(failed);
            }
        }
    }

    @Override
    public <T> T write(Function<DSLContext, T> change) {
        return transactions.run(writes, transaction -> transaction.write(change));
    }

    @Override
    public <T> T writeSingle(Function<DSLContext, T> change) {
        if (!autoCommitsSingleWrites) {
            return write(change);
        }
        try {
            return transactions.runSingle(writes, change);
        } catch (ConstraintViolationException refused) {
            throw refused.toUnexpectedFailure();
        }
    }

    @Override
    public <T> T writeWithConstraint(
            Function<DSLContext, T> change, Function<ConstraintViolationException.Kind, T> otherwise) {
        try {
            if (autoCommitsSingleWrites) {
                return transactions.runSingle(writes, change);
            }
            return transactions.run(writes, transaction -> transaction.attempt(change));
        } catch (ConstraintViolationException refused) {
            return otherwise.apply(refused.kind());
        }
    }
}
