package dev.roster.adapters.jdbc;

import dev.roster.adapters.jdbc.sql.SqlFailures;
import dev.roster.application.port.storage.StorageUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of an embedded database. It only grows while the database is open, some ten KiB with each commit, for that is
 * what keeps commits safe; before it is opened it is written anew, without what is given up, if that may be much.
 */
final class EmbeddedFile {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedFile.class);

    /** Bytes. */
    private static final long COMPACTION_THRESHOLD = 64L << 20;

    private EmbeddedFile() {}

    /**
     * Writes the file anew if it is large. H2 writes a second file and puts it in place when it is complete, so the
     * process may be killed at any time.
     *
     * @throws StorageUnavailableException if another process has the database open
     */
    static void compactIfLarge(Database db) {
        Path file = db.embeddedFile()
                .map(path -> path.resolveSibling(path.getFileName() + ".mv.db"))
                .orElse(null);
        if (file == null || size(file) < COMPACTION_THRESHOLD) {
            return;
        }
        long before = size(file);
        try (Connection connection = ConnectionSettings.connect(db);
                Statement statement = connection.createStatement()) {
            if (isOnlySession(statement)) {
                statement.execute("shutdown compact");
                LOG.info("compacted {} from {} to {} MiB", file, before >> 20, size(file) >> 20);
            }
        } catch (SQLException failed) {
            throw SqlFailures.translate(failed);
        }
    }

    /** Somebody else in this process may be using the database; then it stays as it is. */
    private static boolean isOnlySession(Statement statement) throws SQLException {
        try (ResultSet result = statement.executeQuery("select count(*) from information_schema.sessions")) {
            return result.next() && result.getInt(1) == 1;
        }
    }

    private static long size(Path file) {
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException failed) {
            throw new StorageUnavailableException("the embedded database cannot be read", failed);
        }
    }
}
