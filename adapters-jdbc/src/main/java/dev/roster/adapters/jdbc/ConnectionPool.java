package dev.roster.adapters.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import com.zaxxer.hikari.SQLExceptionOverride;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import dev.roster.adapters.jdbc.sql.JdbcDriver;
import dev.roster.adapters.jdbc.sql.SqlFailures;
import dev.roster.application.port.storage.StorageUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pool of connections with READ COMMITTED isolation, in auto-commit mode until a transaction begins. All waits are
 * bounded.
 */
final class ConnectionPool implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionPool.class);

    /** In milliseconds; limits the wait for an unreachable server and for an exhausted pool. */
    private static final long ACQUIRE_TIMEOUT = 2_000;

    private static final long VALIDATION_TIMEOUT = 1_000;

    /**
     * In milliseconds. After a change of the server's role or of what a load balancer leads to, each connection is
     * replaced after this time at the latest, even if no call fails.
     */
    private static final long MAX_LIFETIME = TimeUnit.MINUTES.toMillis(5);

    /** In nanoseconds; the shortest time between two replacements of all connections. */
    private static final long EVICTION_PAUSE = TimeUnit.SECONDS.toNanos(1);

    private final Database db;
    private final Optional<EmbeddedFile> file;
    private final Optional<EmbeddedFileUpkeep> upkeep;
    private volatile HikariDataSource dataSource;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * HikariCP alone lets a thread that has just released a connection overtake waiting threads. With 32 clients and 10
     * connections, permits in the order of the calls raise the throughput of {@code POST /posts} by 13 %.
     */
    private final ConnectionPermits permits;

    private final LongAdder timeouts = new LongAdder();

    private final AtomicLong lastEviction = new AtomicLong(System.nanoTime() - EVICTION_PAUSE);

    private ConnectionPool(Database db, Optional<EmbeddedFile> file) {
        this.db = db;
        this.file = file;
        this.permits = new ConnectionPermits(db.poolSize());
        this.dataSource = openSource();
        this.upkeep = file.map(embedded -> new EmbeddedFileUpkeep(
                embedded, db.poolSize(), () -> dataSource, fresh -> dataSource = fresh, this::openSource));
    }

    /** Decides which failures of a statement show that its connection must be replaced, besides those of HikariCP. */
    private final class BrokenConnections implements SQLExceptionOverride {

        private final Optional<Consumer<SQLException>> fileObserver = file.map(EmbeddedFile::observer);

        @java.lang.Override // the interface has a type named Override
        public SQLExceptionOverride.Override adjudicate(SQLException failure) {
            fileObserver.ifPresent(observer -> observer.accept(failure));
            if (SqlFailures.isReadOnly(failure)) {
                evictAll();
                return SQLExceptionOverride.Override.MUST_EVICT;
            }
            return SqlFailures.isSessionEnded(failure)
                    ? SQLExceptionOverride.Override.MUST_EVICT
                    : SQLExceptionOverride.Override.CONTINUE_EVICT;
        }
    }

    /**
     * Opens the pool.
     *
     * @throws StorageUnavailableException if not even one connection can be opened
     * @throws IllegalStateException if the driver is not on the class path
     */
    static ConnectionPool open(Database db) {
        JdbcDriver.register(db.isEmbedded());
        Optional<EmbeddedFile> file = EmbeddedFile.of(db);
        file.ifPresent(EmbeddedFile::compactIfLarge);
        return new ConnectionPool(db, file);
    }

    private HikariDataSource openSource() {
        HikariConfig config = new HikariConfig();
        config.setPoolName("roster");
        if (db.isEmbedded()) {
            config.setJdbcUrl(ConnectionSettings.url(db));
            ConnectionSettings.driverPropertiesWithTimeouts(db).forEach(config::addDataSourceProperty);
            config.setConnectionInitSql(ConnectionSettings.embeddedInitSql());
            config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        } else {
            config.setDataSource(PostgresDataSource.forRequests(db));
        }
        config.setMaximumPoolSize(db.poolSize());
        config.setMinimumIdle(Math.min(2, db.poolSize()));
        config.setMaxLifetime(MAX_LIFETIME);
        // Idle connections are kept until then; HikariCP warns about its own default, which is longer.
        config.setIdleTimeout(0);
        config.setConnectionTimeout(ACQUIRE_TIMEOUT);
        config.setValidationTimeout(VALIDATION_TIMEOUT);
        config.setInitializationFailTimeout(ACQUIRE_TIMEOUT);
        config.setExceptionOverride(new BrokenConnections());
        try {
            HikariDataSource source = new HikariDataSource(config);
            if (file.isPresent()) {
                file.get().opened(source);
            }
            return source;
        } catch (SQLException failed) {
            throw SqlFailures.translate(failed);
        } catch (PoolInitializationException failed) {
            throw failed.getCause() instanceof SQLException sql
                    ? SqlFailures.translate(sql)
                    : new StorageUnavailableException("the database is unreachable", failed);
        }
    }

    /**
     * Returns a connection. Waits at most {@link #ACQUIRE_TIMEOUT} for other callers, and as long again for the server.
     *
     * @throws StorageUnavailableException if none was available in time, or if the calling thread was interrupted
     */
    ConnectionLease acquire(CallKind kind) {
        upkeep.ifPresent(EmbeddedFileUpkeep::requireUsable);
        awaitPermit(kind);
        boolean acquired = false;
        boolean entered = false;
        try {
            if (upkeep.isPresent()) {
                upkeep.get().enter();
                entered = true;
            }
            ConnectionLease lease = new ConnectionLease(kind, dataSource.getConnection(), this::release);
            acquired = true;
            return lease;
        } catch (SQLException failed) {
            timeouts.increment();
            if (closed.get()) {
                throw new StorageUnavailableException("the storage is closed", failed);
            }
            throw SqlFailures.translate(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StorageUnavailableException("interrupted while waiting for a connection", interrupted);
        } finally {
            if (!acquired) {
                if (entered) {
                    upkeep.ifPresent(EmbeddedFileUpkeep::leave);
                }
                permits.release(kind);
            }
        }
    }

    private void awaitPermit(CallKind kind) {
        try {
            ConnectionPermits.Decision decision = permits.acquire(kind, ACQUIRE_TIMEOUT);
            if (decision != ConnectionPermits.Decision.GRANTED) {
                timeouts.increment();
            }
            switch (decision) {
                case GRANTED -> {}
                case EXHAUSTED ->
                    throw new StorageUnavailableException(
                            "all " + db.poolSize() + " connections to the database are in use");
                case LIMITED ->
                    throw new StorageUnavailableException(
                            "the connections to the database that " + kind + " may use are in use");
                case REJECTED ->
                    throw new StorageUnavailableException(kind + " time out, and as many already wait as may");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StorageUnavailableException("interrupted while waiting for a connection", interrupted);
        }
    }

    /** Returns a connection to the pool. A failure is only logged, because the caller's work is already complete. */
    private void release(ConnectionLease lease) {
        try {
            lease.connection().close();
        } catch (SQLException | RuntimeException failed) {
            // HikariCP throws a NullPointerException if it cannot replace the connection of a broken H2.
            LOG.debug("a connection could not be returned to the pool and is dropped", failed);
        } finally {
            upkeep.ifPresent(EmbeddedFileUpkeep::leave);
            switch (lease.outcome()) {
                case SUCCESS -> permits.releaseAfterSuccess(lease.kind());
                case TIMEOUT -> permits.releaseAfterTimeout(lease.kind());
                case OTHER -> permits.release(lease.kind());
            }
        }
    }

    /** Returns the current state, without waiting for the database. */
    PoolStats stats() {
        HikariPoolMXBean pool = dataSource.getHikariPoolMXBean();
        return new PoolStats(
                pool.getActiveConnections(),
                pool.getIdleConnections(),
                permits.waiting() + pool.getThreadsAwaitingConnection(),
                db.poolSize(),
                timeouts.sum());
    }

    /** Removes a connection whose state is unknown, so that it is not used again. */
    void evict(Connection connection) {
        try {
            dataSource.evictConnection(connection);
        } catch (RuntimeException failed) {
            LOG.debug("a connection could not be removed from the pool", failed);
        }
    }

    /**
     * Replaces all connections, those in use when they are returned. Does nothing if that happened less than a second
     * ago, so that a server that stays read-only is not asked for new connections by each write.
     */
    void evictAll() {
        long last = lastEviction.get();
        long now = System.nanoTime();
        if (now - last >= EVICTION_PAUSE && lastEviction.compareAndSet(last, now)) {
            LOG.warn("the database is read-only; replacing all connections");
            dataSource.getHikariPoolMXBean().softEvictConnections();
        }
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        upkeep.ifPresent(EmbeddedFileUpkeep::close);
        if (db.isInMemory()) {
            try (Connection last = ConnectionSettings.connect(db);
                    Statement statement = last.createStatement()) {
                dataSource.close();
                // From now on H2 deletes the database when its last connection closes: this one or another storage's.
                statement.execute("set db_close_delay 0");
            } catch (SQLException failed) {
                LOG.warn("the in-memory database could not be freed", failed);
            }
        }
        dataSource.close();
    }
}
