package dev.roster.adapters.jdbc;

import dev.roster.adapters.jdbc.repository.JooqOutbox;
import dev.roster.adapters.jdbc.repository.JooqOutboxQueue;
import dev.roster.adapters.jdbc.schema.DefaultSchema;
import dev.roster.adapters.jdbc.sql.SqlFailures;
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
import java.sql.SQLException;
import java.util.Locale;
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
    private final AutoCommitStatements autoCommitted;
    private final JooqUnitOfWork unit;
    private final OutboxQueue outboxQueue;
    private final String description;

    private JooqStorage(Database db, ConnectionPool pool) {
        this.pool = pool;
        Configuration configuration = configuration(db);
        // Initializes jOOQ on one thread: its static initializers can deadlock if several threads use it first.
        DefaultSchema.DEFAULT_SCHEMA.getTables();
        this.transactions = new Transactions(pool, configuration);
        this.autoCommitted = new AutoCommitStatements(transactions, pool, configuration);
        this.unit = new JooqUnitOfWork(autoCommitted, new JooqOutbox(autoCommitted));
        this.outboxQueue = new JooqOutboxQueue(autoCommitted);
        this.description = autoCommitted.read(sql -> sql.connectionResult(connection -> describe(db, connection)));
    }

    /**
     * Connects to a database whose tables are up to date; see {@link Schema#migrate}.
     *
     * @throws StorageUnavailableException if the database is unreachable, or if another process has the H2 file open
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

    /** Returns whether a failure means that another process has the embedded database open. */
    public static boolean isOpenElsewhere(Throwable failure) {
        return SqlFailures.isFileInUse(failure);
    }

    /** Returns the product and version for people: "PostgreSQL 15.18", "H2 2.5.252 (embedded, roster-data/roster)". */
    public String description() {
        return description;
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
        return transactions.run(transaction -> {
            TransactionalOutbox outbox = new TransactionalOutbox(transaction);
            T result = work.execute(new JooqUnitOfWork(transaction, outbox));
            outbox.flush();
            return result;
        });
    }

    @Override
    public void ping() {
        autoCommitted.read(sql -> sql.connectionResult(connection -> {
            if (!connection.isValid(PING_SECONDS)) {
                pool.evict(connection);
                throw new StorageUnavailableException("the database does not respond");
            }
            return true;
        }));
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
