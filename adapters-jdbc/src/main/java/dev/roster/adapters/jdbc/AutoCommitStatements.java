package dev.roster.adapters.jdbc;

import dev.roster.adapters.jdbc.sql.ConstraintViolationException;
import dev.roster.adapters.jdbc.sql.SqlFailures;
import dev.roster.adapters.jdbc.sql.Statements;
import java.sql.Connection;
import java.util.function.Function;
import org.jooq.Configuration;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;

/**
 * Each call on its own. Reads commit by themselves, and on PostgreSQL single statements that write do so too: one round
 * trip where BEGIN, statement and COMMIT are two. Other writes take the same path as any transaction.
 */
final class AutoCommitStatements implements Statements {

    private final Transactions transactions;
    private final ConnectionPool pool;
    private final Configuration configuration;
    private final boolean autoCommitsSingleWrites;

    AutoCommitStatements(Transactions transactions, ConnectionPool pool, Configuration configuration) {
        this.transactions = transactions;
        this.pool = pool;
        this.configuration = configuration;
        // H2 saves no round trip, and has to lock the rows that a new one refers to; see Parents.
        this.autoCommitsSingleWrites = configuration.family() != SQLDialect.H2;
    }

    @Override
    public SQLDialect family() {
        return configuration.family();
    }

    @Override
    public <T> T read(Function<DSLContext, T> query) {
        transactions.rejectInsideTransaction();
        Connection connection = pool.acquire();
        try {
            return query.apply(DSL.using(configuration.derive(connection)));
        } catch (DataAccessException failed) {
            throw SqlFailures.translate(failed);
        } finally {
            pool.release(connection);
        }
    }

    @Override
    public <T> T write(Function<DSLContext, T> change) {
        return transactions.run(transaction -> transaction.write(change));
    }

    @Override
    public <T> T writeSingle(Function<DSLContext, T> change) {
        if (!autoCommitsSingleWrites) {
            return write(change);
        }
        try {
            return transactions.runSingle(change);
        } catch (ConstraintViolationException refused) {
            throw refused.toUnexpectedFailure();
        }
    }

    @Override
    public <T> T writeWithConstraint(
            Function<DSLContext, T> change, Function<ConstraintViolationException.Kind, T> otherwise) {
        try {
            if (autoCommitsSingleWrites) {
                return transactions.runSingle(change);
            }
            return transactions.run(transaction -> transaction.attempt(change));
        } catch (ConstraintViolationException refused) {
            return otherwise.apply(refused.kind());
        }
    }
}
