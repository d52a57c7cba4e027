package com.example.sqlite;

import dev.roster.application.port.outbox.Outbox;
import dev.roster.application.port.outbox.OutboxQueue;
import dev.roster.application.port.storage.AuditLog;
import dev.roster.application.port.storage.CommentRepository;
import dev.roster.application.port.storage.CredentialsRepository;
import dev.roster.application.port.storage.OneTimeTokenRepository;
import dev.roster.application.port.storage.PostRepository;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.TransactionWork;
import dev.roster.application.port.storage.UserRepository;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Storage in a SQLite file. Safe for use by multiple threads and processes. */
public final class SqliteStorage implements Storage {

    private final Transactions transactions;
    private final SqliteUnit direct;
    private final OutboxQueue outboxQueue;

    /** Opens a database such as {@code jdbc:sqlite:roster.db}, and creates the tables that it lacks. */
    public SqliteStorage(String url) {
        transactions = new Transactions(url, schema());
        direct = new SqliteUnit(transactions);
        outboxQueue = new SqliteOutboxQueue(transactions);
    }

    @Override
    public <T, X extends Exception> T inTransaction(TransactionWork<T, X> work) throws X {
        Objects.requireNonNull(work, "work");
        return transactions.run("begin immediate", sql -> {
            UnitSession session = new UnitSession(sql);
            try {
                return work.execute(new SqliteUnit(session));
            } finally {
                session.end();
            }
        });
    }

    @Override
    public OutboxQueue outboxQueue() {
        return outboxQueue;
    }

    @Override
    public void ping() {
        transactions.write(sql -> null);
    }

    @Override
    public void close() {
        transactions.close();
    }

    @Override
    public UserRepository users() {
        return direct.users();
    }

    @Override
    public CredentialsRepository credentials() {
        return direct.credentials();
    }

    @Override
    public OneTimeTokenRepository oneTimeTokens() {
        return direct.oneTimeTokens();
    }

    @Override
    public PostRepository posts() {
        return direct.posts();
    }

    @Override
    public CommentRepository comments() {
        return direct.comments();
    }

    @Override
    public AuditLog auditLog() {
        return direct.auditLog();
    }

    @Override
    public Outbox outbox() {
        return direct.outbox();
    }

    static int requirePositive(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1, was " + limit);
        }
        return limit;
    }

    private static String schema() {
        try (InputStream script = SqliteStorage.class.getResourceAsStream("schema.sql")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
