package dev.roster.adapters.jdbc;

import com.zaxxer.hikari.util.DriverDataSource;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/**
 * Opens connections to PostgreSQL. Each new connection checks for a pooler such as PgBouncer in between, which
 * may use another session of the server for each transaction. A direct connection gets its settings once. Through a
 * pooler, nothing is set in a session and no statement is prepared under a name, because other clients would inherit
 * both; {@link PooledSession} sends the settings with each transaction.
 */
final class PostgresDataSource implements DataSource {

    private final DataSource driver;
    private final boolean forRequests;

    private PostgresDataSource(DataSource driver, boolean forRequests) {
        this.driver = driver;
        this.forRequests = forRequests;
    }

    /** Returns a source of connections that limit each wait. */
    static PostgresDataSource forRequests(Database db) {
        Properties properties = new Properties();
        properties.putAll(ConnectionSettings.driverPropertiesWithTimeouts(db));
        return of(db, properties, true);
    }

    /** Returns a source of connections without limits, for migrations. */
    static PostgresDataSource forMigrations(Database db) {
        Properties properties = new Properties();
        properties.putAll(ConnectionSettings.driverProperties(db));
        return of(db, properties, false);
    }

    private static PostgresDataSource of(Database db, Properties properties, boolean forRequests) {
        String user = properties.getProperty("user");
        String password = properties.getProperty("password");
        return new PostgresDataSource(
                new DriverDataSource(db.jdbcUrl(), null, properties, user, password), forRequests);
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = driver.getConnection();
        try {
            return prepare(connection);
        } catch (SQLException | RuntimeException | Error failed) {
            connection.close();
            throw failed;
        }
    }

    private Connection prepare(Connection connection) throws SQLException {
        PGConnection session = connection.unwrap(PGConnection.class);
        if (isDirect(connection, session.getBackendPID())) {
            return connection;
        }
        session.setPrepareThreshold(0);
        return PooledSession.wrap(connection, forRequests);
    }

    /**
     * Returns whether the process of the server is the one that was named at the login: a pooler names another one. On
     * a direct connection, also applies the settings, in the same round trip.
     */
    private boolean isDirect(Connection connection, int processId) throws SQLException {
        String direct = "pg_backend_pid() = " + processId;
        String settings =
                forRequests ? ", case when " + direct + " then " + ConnectionSettings.forSession() + " end" : "";
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select " + direct + settings)) {
            result.next();
            return result.getBoolean(1);
        }
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("the user is a property of the database");
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return driver.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        driver.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        driver.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return driver.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return driver.getParentLogger();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return driver.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return driver.isWrapperFor(type);
    }
}
