package dev.roster.adapters.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import dev.roster.adapters.jdbc.sql.SqlFailures;
import dev.roster.application.port.storage.StorageUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connections: READ COMMITTED, auto-commit until told otherwise, and given up in bounded time. */
final class ConnectionPool implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionPool.class);

    /** Milliseconds to wait for a connection, be it for a server that is gone or for a pool that is exhausted. */
    private static final long ACQUIRE_TIMEOUT = 2_000;

    private static final long VALIDATION_TIMEOUT = 1_000;

    private final Database db;
    private final HikariDataSource dataSource;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * One permit a connection, granted in the order of the calls: HikariCP lets a thread that has just released a
     * connection overtake those that wait. With 32 clients and 10 connections, {@code POST /posts} gains 13 %.
     */
    private final Semaphore permits;

    private ConnectionPool(Database db, HikariDataSource dataSource) {
        this.db = db;
        this.dataSource = dataSource;
        this.permits = new Semaphore(db.poolSize(), true);
    }

    /**
     * @throws StorageUnavailableException if not even one connection can be had
     */
    static ConnectionPool open(Database db) {
        EmbeddedFile.compactIfLarge(db);
        HikariConfig config = new HikariConfig();
        config.setPoolName("roster");
        config.setJdbcUrl(ConnectionSettings.url(db));
        ConnectionSettings.driverPropertiesWithTimeouts(db).forEach(config::addDataSourceProperty);
        config.setConnectionInitSql(ConnectionSettings.initSql(db));
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        config.setMaximumPoolSize(db.poolSize());
        config.setMinimumIdle(Math.min(2, db.poolSize()));
        config.setConnectionTimeout(ACQUIRE_TIMEOUT);
        config.setValidationTimeout(VALIDATION_TIMEOUT);
        config.setInitializationFailTimeout(ACQUIRE_TIMEOUT);
        try {
            return new ConnectionPool(db, new HikariDataSource(config));
        } catch (PoolInitializationException failed) {
            throw failed.getCause() instanceof SQLException sql
                    ? SqlFailures.translate(sql)
                    : new StorageUnavailableException("the database is out of reach", failed);
        }
    }

    /**
     * Returns a connection. Waits at most {@link #ACQUIRE_TIMEOUT} for other callers, and as long again for the server.
     *
     * @throws StorageUnavailableException if none was available in time, or if the calling thread was interrupted
     */
    Connection acquire() {
        awaitPermit();
        boolean acquired = false;
        try {
            Connection connection = dataSource.getConnection();
            acquired = true;
            return connection;
        } catch (SQLException failed) {
            if (closed.get()) {
                throw new StorageUnavailableException("the storage is closed", failed);
            }
            throw SqlFailures.translate(failed);
        } finally {
            if (!acquired) {
                permits.release();
            }
        }
    }

    private void awaitPermit() {
        try {
            if (!permits.tryAcquire(ACQUIRE_TIMEOUT, TimeUnit.MILLISECONDS)) {
                throw new StorageUnavailableException(
                        "all %d connections to the database are in use".formatted(db.poolSize()));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StorageUnavailableException("interrupted while waiting for a connection", interrupted);
        }
    }

    /** Gives a connection back. What was done with it is done, so trouble here is the pool's alone. */
    void release(Connection connection) {
        try {
            connection.close();
        } catch (SQLException failed) {
            LOG.debug("a connection could not be given back and is dropped", failed);
        } finally {
            permits.release();
        }
    }

    /** Keeps a connection of doubtful state from being used again. */
    void evict(Connection connection) {
        dataSource.evictConnection(connection);
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        if (db.isInMemory()) {
            try (Connection last = ConnectionSettings.connect(db);
                    Statement statement = last.createStatement()) {
                dataSource.close();
                // From here on the database goes with its last connection, which is this one or another storage's.
                statement.execute("set db_close_delay 0");
            } catch (SQLException failed) {
                LOG.warn("the database in memory could not be freed", failed);
            }
        }
        dataSource.close();
    }
}
