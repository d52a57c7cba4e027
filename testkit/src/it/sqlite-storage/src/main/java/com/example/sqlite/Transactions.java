package com.example.sqlite;

import dev.roster.application.port.storage.StorageUnavailableException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.function.Function;
import org.sqlite.SQLiteConfig;

/** Transactions on one file, each on a connection of its own. Readers never wait; writers wait for each other. */
final class Transactions implements Session {

    private static final int BUSY_MILLIS = 2_000;

    private final String url;
    private final Connection first; // keeps the write-ahead log while other connections come and go
    private final ThreadLocal<Boolean> inside = ThreadLocal.withInitial(() -> false);
    private volatile boolean closed;

    Transactions(String url, String schema) {
        this.url = url;
        this.first = connect();
        Sql sql = new Sql(first);
        sql.first("pragma journal_mode = wal", row -> row.getString(1));
        for (String statement : schema.split(";\\s*\n")) {
            sql.update(statement);
        }
    }

    @Override
    public <T> T read(Function<Sql, T> work) {
        return run("begin", work::apply);
    }

    @Override
    public <T> T write(Function<Sql, T> work) {
        return run("begin immediate", work::apply);
    }

    /** Runs work between a statement that begins a transaction and its commit. */
    <T, X extends Exception> T run(String begin, Work<T, X> work) throws X {
        requireOutside();
        if (closed) {
            throw new StorageUnavailableException("the storage is closed");
        }
        Connection connection = connect();
        inside.set(true);
        try {
            Sql sql = new Sql(connection);
            sql.update(begin);
            T result = work.run(sql);
            sql.update("commit");
            return result;
        } finally {
            inside.remove();
            close(connection); // rolls back what is not committed
        }
    }

    void close() {
        requireOutside();
        closed = true;
        close(first);
    }

    private void requireOutside() {
        if (inside.get()) {
            throw new IllegalStateException("this thread is in a transaction of the storage; use its unit of work");
        }
    }

    private Connection connect() {
        SQLiteConfig config = new SQLiteConfig();
        config.enforceForeignKeys(true);
        config.setBusyTimeout(BUSY_MILLIS);
        Properties settings = config.toProperties();
        try {
            return DriverManager.getConnection(url, settings);
        } catch (SQLException failed) {
            throw Sql.failure(failed);
        }
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException failed) {
            System.getLogger(Transactions.class.getName()).log(System.Logger.Level.WARNING, "cannot close", failed);
        }
    }

    /** Work that may throw a checked exception. */
    interface Work<T, X extends Exception> {
        T run(Sql sql) throws X;
    }
}
