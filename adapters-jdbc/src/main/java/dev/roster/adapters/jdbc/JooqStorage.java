package dev.roster.adapters.jdbc;

import dev.roster.adapters.jdbc.repository.JooqOutbox;
import dev.roster.adapters.jdbc.repository.JooqOutboxQueue;
import dev.roster.adapters.jdbc.schema.DefaultSchema;
import dev.roster.adapters.jdbc.sql.SqlFailures;
import dev.roster.adapters.jdbc.sql.Statements;
import dev.roster.application.port.outbox.Outbox;
import dev.roster.application.port.outbox.OutboxQueue;
import dev.roster.application.port.storage.AuditLog;
import dev.roster.application.port.storage.CommentRepository;
import dev.roster.application.port.storage.CredentialsRepository;
import dev.roster.application.port.storage.OneTimeTokenRepository;
import dev.roster.application.port.storage.PostRepository;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.StorageUnavailableException;
import dev.roster.application.port.storage.TransactionWork;
import dev.roster.application.port.storage.UserRepository;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Function;
import org.jooq.Configuration;
import org.jooq.SQLDialect;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.impl.DefaultConfiguration;

/**
 * Storage in PostgreSQL or H2. Every call ends in bounded time. It waits at most two seconds for a connection and one
 * second for a lock (up to five times). On PostgreSQL, a statement takes at most eight seconds, and a server that does
 * not respond is given up after ten. Dead connections are replaced, so a database that is available again is used
 * without a restart. Safe for use by multiple threads, including virtual threads.
 */
public final class JooqStorage implements Storage {

    private static final int PING_SECONDS = 2;

    static {
        for (String noise : new String[] {"org.jooq.no-logo", "org.jooq.no-tips"}) {
            if (System.getProperty(noise) == null) {
                System.setProperty(noise, "true");
            }
        }
    }

    private final ConnectionPool pool;
    private final Transactions transactions;
    private final AutoCommitStatements checks;
    private final JooqUnitOfWork unit;
    private final CallKind calls = new CallKind("transactions", true);
    private final OutboxQueue outboxQueue;
    private final String description;

    private JooqStorage(Database db, ConnectionPool pool) {
        this.pool = pool;
        Configuration configuration = configuration(db);
        // Initializes jOOQ on one thread: its static initializers can deadlock if several threads use it first.
        DefaultSchema.DEFAULT_SCHEMA.getTables();
        this.transactions = new Transactions(pool, configuration);
        Function<String, Statements> statements =
                rows -> new AutoCommitStatements(transactions, pool, configuration, rows);
        this.checks = new AutoCommitStatements(transactions, pool, configuration, "the database's state");
        this.unit = new JooqUnitOfWork(statements, new JooqOutbox(statements.apply("messages")));
        this.outboxQueue = new JooqOutboxQueue(statements.apply("messages"));
        this.description = checks.read(sql -> sql.connectionResult(connection -> describe(db, connection)));
    }

    /**
     * Connects to a database whose tables are up to date; see {@link Schema#migrate}.
     *
     * @throws StorageUnavailableException if the database is unreachable, or if another process has the H2 file open
     * @throws IllegalStateException if the driver is not on the class path; the message names the library
     */
    public static JooqStorage open(Database db) {
        ConnectionPool pool = ConnectionPool.open(db);
        try {
            return new JooqStorage(db, pool);
        } catch (RuntimeException | Error failed) {
            pool.close();
            throw failed;
        }
    }

    /**
     * Connects as {@link #open(Database)} does, but waits for a PostgreSQL server that does not accept connections yet.
     *
     * @param timeout how long to wait for the server; zero for a single attempt
     * @throws StorageUnavailableException if the server is still unreachable then; at once if it rejects the login or
     *     has no such database, and if another process has the H2 file open
     */
    public static JooqStorage open(Database db, Duration timeout) {
        return db.isEmbedded() ? open(db) : StartupWait.connect(db, timeout, () -> open(db));
    }

    /** Returns whether a failure means that another process has the embedded database open. */
    public static boolean isOpenElsewhere(Throwable failure) {
        return SqlFailures.isFileInUse(failure);
    }

    /** Returns the product and version for people: "PostgreSQL 15.18", "H2 2.5.252 (embedded, roster-data/roster)". */
    public String description() {
        return description;
    }

    /** Returns the state of the connection pool. Never waits for the database. */
    public PoolStats poolStats() {
        return pool.stats();
    }

    @Override
    public UserRepository users() {
        return unit.users();
    }

    @Override
    public CredentialsRepository credentials() {
        return unit.credentials();
    }

    @Override
    public OneTimeTokenRepository oneTimeTokens() {
        return unit.oneTimeTokens();
    }

    @Override
    public PostRepository posts() {
        return unit.posts();
    }

    @Override
    public CommentRepository comments() {
        return unit.comments();
    }

    @Override
    public AuditLog auditLog() {
        return unit.auditLog();
    }

    @Override
    public Outbox outbox() {
        return unit.outbox();
    }

    @Override
    public OutboxQueue outboxQueue() {
        return outboxQueue;
    }

    @Override
    public <T, X extends Exception> T inTransaction(TransactionWork<T, X> work) throws X {
        return transactions.run(calls, transaction -> {
            TransactionalOutbox outbox = new TransactionalOutbox(transaction);
            T result = work.execute(new JooqUnitOfWork(transaction, outbox));
            outbox.flush();
            return result;
        });
    }

    /**
     * {@inheritDoc}
     *
     * <p>A database that is read-only, or on which commits wait for a standby, is unavailable too. All connections to a
     * read-only database are replaced, because new ones may lead to another server.
     */
    @Override
    public void ping() {
        checks.read(sql -> sql.connectionResult(connection -> {
            if (!connection.isValid(PING_SECONDS)) {
                pool.evict(connection);
                throw new StorageUnavailableException("the database does not respond");
            }
            if (isReadOnly(sql.family(), connection)) {
                pool.evictAll();
                throw new StorageUnavailableException("the database is read-only");
            }
            transactions.requireNoStalledCommits(connection);
            return true;
        }));
    }

    private static boolean isReadOnly(SQLDialect family, Connection connection) throws SQLException {
        if (family == SQLDialect.H2) {
            return connection.isReadOnly();
        }
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("show transaction_read_only")) {
            return !result.next() || result.getBoolean(1);
        }
    }

    /** {@inheritDoc} Transactions that are still running are aborted: close everything that uses the storage first. */
    @Override
    public void close() {
        transactions.rejectInsideTransaction();
        pool.close();
    }

    static Configuration configuration(Database db) {
        return new DefaultConfiguration()
                .set(db.isEmbedded() ? SQLDialect.H2 : SQLDialect.POSTGRES)
                .set(new Settings()
                        .withRenderQuotedNames(RenderQuotedNames.EXPLICIT_DEFAULT_UNQUOTED)
                        .withRenderLocale(Locale.ROOT)
                        .withLocale(Locale.ROOT)
                        // jOOQ would log bound values, including secrets.
                        .withExecuteLogging(false)
                        .withExecuteLoggingSQLExceptions(false));
    }

    private static String describe(Database db, Connection connection) throws SQLException {
        DatabaseMetaData metaData = connection.getMetaData();
        String version = metaData.getDatabaseProductVersion().split(" ", 2)[0];
        String product = metaData.getDatabaseProductName() + " " + version;
        if (!db.isEmbedded()) {
            return product;
        }
        return product
                + db.embeddedFile()
                        .map(file -> " (embedded, " + file.normalize() + ")")
                        .orElse(" (in memory, " + DatabaseUrl.h2Name(db.jdbcUrl(), Database.H2_MEMORY) + ")");
    }
}
