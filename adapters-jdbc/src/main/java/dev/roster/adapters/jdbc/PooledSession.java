package dev.roster.adapters.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A connection through a pooler that may use another session of the server for each transaction. The settings of a
 * transaction are sent together with its first statement, as a statement before it, so they cost no round trip. They
 * end with the transaction, and the next client of the session does not inherit them.
 */
final class PooledSession implements InvocationHandler {

    /** How Flyway selects its schema for the session. It is the current schema already, so nothing is lost. */
    private static final String SELECTS_SCHEMA = "set_config('search_path', ?, false)";

    private static final String SELECTS_SCHEMA_LOCALLY = "set_config('search_path', ?, true)";

    private final Connection connection;
    private final boolean limited;

    /** Whether the next statement is the first of its transaction. */
    private boolean first = true;

    private PooledSession(Connection connection, boolean limited) {
        this.connection = connection;
        this.limited = limited;
    }

    /**
     * Wraps a connection in auto-commit mode.
     *
     * @param limited whether each transaction gets the settings of {@link ConnectionSettings#forTransaction}
     */
    static Connection wrap(Connection connection, boolean limited) {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                new PooledSession(connection, limited));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        switch (method.getName()) {
            case "prepareStatement" -> {
                return prepare(method, arguments == null ? new Object[0] : arguments.clone());
            }
            case "setAutoCommit", "commit" -> first = true;
            case "rollback" ->
                first = first || arguments == null; // a rollback to a savepoint does not end the transaction
            default -> {}
        }
        return call(connection, method, arguments);
    }

    private Object prepare(Method method, Object[] arguments) throws Throwable {
        String sql = String.valueOf(arguments[0]).replace(SELECTS_SCHEMA, SELECTS_SCHEMA_LOCALLY);
        boolean inTransaction = !connection.getAutoCommit();
        boolean withSettings = limited && (first || !inTransaction);
        arguments[0] = withSettings ? ConnectionSettings.forTransaction(inTransaction) + sql : sql;
        PreparedStatement statement = (PreparedStatement) call(connection, method, arguments);
        if (!withSettings) {
            return statement;
        }
        first = false;
        int skipped = ConnectionSettings.statementsForTransaction(inTransaction);
        return Proxy.newProxyInstance(
                PreparedStatement.class.getClassLoader(),
                new Class<?>[] {PreparedStatement.class},
                (proxy, called, values) -> execute(statement, skipped, called, values));
    }

    /** Executes both statements and skips the results of those that apply the settings. */
    private static @Nullable Object execute(
            PreparedStatement statement, int skipped, Method method, Object @Nullable [] arguments) throws Throwable {
        if (arguments != null || !method.getName().startsWith("execute")) {
            return call(statement, method, arguments);
        }
        boolean hasRows = statement.execute();
        for (int i = 0; i < skipped; i++) {
            hasRows = statement.getMoreResults();
        }
        return switch (method.getName()) {
            case "execute" -> hasRows;
            case "executeUpdate" -> statement.getUpdateCount();
            case "executeLargeUpdate" -> statement.getLargeUpdateCount();
            case "executeQuery" -> statement.getResultSet();
            default -> throw new SQLException("not supported through a pooler: " + method.getName());
        };
    }

    private static Object call(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException failed) {
            throw failed.getCause() == null ? failed : failed.getCause();
        }
    }
}
