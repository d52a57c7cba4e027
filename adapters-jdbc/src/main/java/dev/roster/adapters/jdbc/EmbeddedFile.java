package dev.roster.adapters.jdbc;

import dev.roster.adapters.jdbc.sql.SqlFailures;
import dev.roster.application.port.storage.StorageUnavailableException;
import java.io.File;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of an embedded database. While the database is open, the file only grows, by about ten KiB per commit,
 * because commits are safe only if no space is reused. A large file is compacted before the database is opened.
 */
final class EmbeddedFile {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedFile.class);

    /** In bytes. */
    private static final long COMPACTION_THRESHOLD = 64L << 20;

    private EmbeddedFile() {}

    /**
     * Compacts the file if it is large. H2 writes a second file and replaces the first one when it is complete, so the
     * process may be killed at any time.
     *
     * @throws StorageUnavailableException if another process has the database open
     */
    static void compactIfLarge(Database db) {
        File file = db.embeddedFile()
                .map(path -> path.resolveSibling(path.getFileName() + ".mv.db").toFile())
                .orElse(null);
        if (file == null || file.length() < COMPACTION_THRESHOLD) {
            return;
        }
        long before = file.length();
        try (Connection connection = ConnectionSettings.connect(db);
                Statement statement = connection.createStatement()) {
            if (isOnlySession(statement)) {
                statement.execute("shutdown compact");
                LOG.info("compacted {} from {} to {} MiB", file, before >> 20, file.length() >> 20);
            }
        } catch (SQLException failed) {
            throw SqlFailures.translate(failed);
        }
    }

    /**
     * Returns whether no other connection of this process uses the database. Otherwise the file must not be compacted.
     */
    private static boolean isOnlySession(Statement statement) throws SQLException {
        try (ResultSet result = statement.executeQuery("select count(*) from information_schema.sessions")) {
            return result.next() && result.getInt(1) == 1;
        }
    }
}
