package dev.roster.adapters.jdbc;

import dev.roster.adapters.jdbc.sql.EmbeddedEngine;
import dev.roster.adapters.jdbc.sql.SqlFailures;
import dev.roster.application.port.storage.StorageUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.h2.api.ErrorCode;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of an embedded database. While the database is open, the file only grows, by about ten KiB per commit,
 * because commits are safe only if no space is reused. It is compacted when it is large.
 *
 * <p>After a failed write, such as on a full disk, H2 must not be used any more: its threads may spin for ever, or fail
 * with arbitrary exceptions. The file is then broken until H2 is opened anew and a write succeeds.
 */
final class EmbeddedFile {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedFile.class);

    /** In bytes. A file of this size is compacted before it is opened. */
    private static final long COMPACTION_THRESHOLD = 64L << 20;

    /** In bytes. A smaller file is never compacted. */
    static final long MIN_COMPACTED = 8L << 20;

    /** The file is compacted before it is four times as large as its live data. */
    private static final int COMPACTION_FACTOR = 3;

    private static final Set<Integer> BROKEN_STORE = Set.of(
            DataUtils.ERROR_READING_FAILED,
            DataUtils.ERROR_WRITING_FAILED,
            DataUtils.ERROR_INTERNAL,
            DataUtils.ERROR_CLOSED,
            DataUtils.ERROR_FILE_CORRUPT);

    private static final Set<Integer> BROKEN_DATABASE =
            Set.of(ErrorCode.DATABASE_IS_CLOSED, ErrorCode.IO_EXCEPTION_1, ErrorCode.IO_EXCEPTION_2);

    private final Database db;
    private final Path path;
    private final EmbeddedEngine engine = new EmbeddedEngine();
    private volatile long compactAt = MIN_COMPACTED;
    private volatile @Nullable String failure;
    private volatile Runnable onBroken = () -> {};

    /** Incremented whenever the database is ended: exceptions of earlier connections are of no interest. */
    private final AtomicInteger generation = new AtomicInteger();

    private EmbeddedFile(Database db, Path path) {
        this.db = db;
        this.path = path;
    }

    /** Returns the file of a database; empty for an in-memory database and for PostgreSQL. */
    static Optional<EmbeddedFile> of(Database db) {
        return db.embeddedFile().map(file -> new EmbeddedFile(db, file.resolveSibling(file.getFileName() + ".mv.db")));
    }

    /** Compacts the file if it is large. Call before it is opened. */
    void compactIfLarge() {
        if (size() >= COMPACTION_THRESHOLD) {
            compact();
        }
    }

    /** Returns whether the file has grown so much that it should be compacted. */
    boolean isWasteful() {
        return size() >= compactAt;
    }

    /**
     * Compacts the file. H2 writes a second file and replaces the first one when it is complete, so the process may be
     * killed at any time. Does nothing if another connection of this process uses the database.
     *
     * @throws StorageUnavailableException if another process has the database open, or if there is no space for the
     *     second file
     */
    void compact() {
        long before = size();
        try (Connection connection = ConnectionSettings.connect(db);
                Statement statement = connection.createStatement()) {
            if (isOnlySession(statement)) {
                statement.execute("shutdown compact");
                LOG.info("compacted {} from {} to {} KiB", path, before >> 10, size() >> 10);
            }
        } catch (SQLException failed) {
            throw SqlFailures.translate(failed);
        } finally {
            // If it was not compacted, it may grow as much again before the next attempt.
            compactAt = Math.max(MIN_COMPACTED, COMPACTION_FACTOR * size());
        }
    }

    private static boolean isOnlySession(Statement statement) throws SQLException {
        try (ResultSet result = statement.executeQuery("select count(*) from information_schema.sessions")) {
            return result.next() && result.getInt(1) == 1;
        }
    }

    private long size() {
        return path.toFile().length();
    }

    /** Remembers the open database, so that it can be ended without its help. */
    void opened(DataSource source) throws SQLException {
        engine.opened(source);
    }

    /** Sets what is called when the file breaks. */
    void onBroken(Runnable action) {
        onBroken = action;
    }

    /** Returns an observer of the exceptions of one pool's connections, which notices failed writes. */
    Consumer<SQLException> observer() {
        int own = generation.get();
        return failed -> {
            if (own == generation.get() && isFatal(failed)) {
                markBroken(rootMessage(failed));
            }
        };
    }

    private static boolean isFatal(SQLException failed) {
        if (BROKEN_DATABASE.contains(failed.getErrorCode())) {
            return true;
        }
        for (Throwable cause = failed.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof MVStoreException store && BROKEN_STORE.contains(store.getErrorCode())) {
                return true;
            }
        }
        return false;
    }

    private static String rootMessage(Throwable failed) {
        Throwable root = failed;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    void markBroken(String reason) {
        boolean first;
        synchronized (this) {
            first = failure == null;
            failure = reason;
        }
        if (first) {
            LOG.warn("{} cannot be used ({}); retrying every second until a write succeeds", path, reason);
            onBroken.run();
        }
    }

    boolean isBroken() {
        return failure != null;
    }

    /** Ends the database at once, without writing anything. Its threads get exceptions, from now on unnoticed. */
    void end() {
        generation.incrementAndGet();
        engine.end();
    }

    /**
     * Ends the broken state if a write succeeds.
     *
     * @return whether it did
     */
    boolean repair(DataSource source) {
        String before = String.valueOf(failure);
        try {
            reserveSpace();
            opened(source);
            write(source);
        } catch (IOException | SQLException failed) {
            failure = rootMessage(failed);
            return false;
        }
        LOG.info("{} can be used again (before: {})", path, before);
        failure = null;
        return true;
    }

    StorageUnavailableException unavailable() {
        return new StorageUnavailableException("the file of the database cannot be used (" + failure + ")");
    }

    /** Checks that there is more space than for a single write. */
    private void reserveSpace() throws IOException {
        Path probe = Files.createTempFile(path.toAbsolutePath().getParent(), "probe", ".tmp");
        try {
            Files.write(probe, new byte[1 << 20]);
        } finally {
            Files.delete(probe);
        }
    }

    private static void write(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("comment on schema public is 'tables of Roster'");
        }
    }
}
