package dev.roster.adapters.jdbc;

import java.sql.Connection;
import java.util.function.Function;
import org.jooq.Configuration;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;

/** Each call on its own: reads commit by themselves, writes take the same path as any transaction. */
final class SingleCalls implements Statements {

    private final Transactions transactions;
    private final ConnectionPool pool;
    private final Configuration configuration;

    SingleCalls(Transactions transactions, ConnectionPool pool, Configuration configuration) {
        this.transactions = transactions;
        this.pool = pool;
        this.configuration = configuration;
    }

    @Override
    public <T> T read(Function<DSLContext, T> query) {
        transactions.refuseInsideTransaction();
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
    public <T> T refusable(Function<DSLContext, T> change, Function<ConstraintViolation.Kind, T> otherwise) {
        try {
            return transactions.run(transaction -> transaction.attempt(change));
        } catch (ConstraintViolation refused) {
            return otherwise.apply(refused.kind());
        }
    }
}
