package dev.roster.adapters.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Comparison of the history that Flyway keeps in the database with the scripts of this Roster, by one query. Flyway
 * needs a second and 300 classes for the same result, so it runs only if the history is not exactly as expected.
 */
final class SchemaHistory {

    /**
     * All scripts, in the order of their versions. Add each new script: Flyway finds it by itself, this class does not.
     * A test compares both lists.
     */
    private static final List<String> SCRIPTS = List.of(
            "db/migration/V1__users_credentials_tokens_outbox.sql",
            "db/migration/V2__posts_comments.sql",
            "db/postgresql/V3__post_totals.sql",
            "db/migration/V4__outbox_dead_letters.sql",
            "db/migration/V5__audit_events_outbox_lanes.sql",
            "db/migration/V7__outbox_expired.sql");

    /** Migrations that are not scripts. */
    private static final List<Applied> JAVA_MIGRATIONS =
            List.of(new Applied(MailboxKeys.VERSION, MailboxKeys.DESCRIPTION, "JDBC", null, true));

    private static final String POSTGRESQL_ONLY = "db/postgresql/";

    /**
     * A row of the history.
     *
     * @param checksum as Flyway computes it; {@code null} if the row does not belong to a script
     */
    record Applied(
            String version,
            String description,
            String type,
            @Nullable Integer checksum,
            boolean success) {}

    private SchemaHistory() {}

    /**
     * Returns whether all scripts of this Roster have run unchanged, and no others.
     *
     * @throws SQLException if there is no history, or if the database is unreachable
     */
    static boolean isCurrent(Database db) throws SQLException {
        try (Connection connection = ConnectionSettings.connect(db)) {
            return readApplied(connection).equals(expected(db));
        }
    }

    /** Returns the history as it is after all scripts have run. */
    static List<Applied> expected(Database db) {
        Stream<Applied> scripts = SCRIPTS.stream()
                .filter(script -> !db.isEmbedded() || !script.startsWith(POSTGRESQL_ONLY))
                .map(SchemaHistory::expected);
        return Stream.concat(scripts, JAVA_MIGRATIONS.stream())
                .sorted(Comparator.comparingInt(applied -> Integer.parseInt(applied.version())))
                .toList();
    }

    /** Returns the version of the last script. */
    static int version() {
        return SCRIPTS.stream()
                .mapToInt(script -> Integer.parseInt(expected(script).version()))
                .max()
                .orElseThrow();
    }

    private static Applied expected(String script) {
        int separator = script.indexOf("__");
        String version = script.substring(script.lastIndexOf('/') + 2, separator);
        String description = script.substring(separator + 2, script.length() - ".sql".length())
                .replace('_', ' ');
        return new Applied(version, description, "SQL", checksum(script), true);
    }

    private static List<Applied> readApplied(Connection connection) throws SQLException {
        // Flyway uses only the current schema; the search path could lead to the history of another one.
        String schema = '"' + String.valueOf(connection.getSchema()).replace("\"", "\"\"") + '"';
        List<Applied> applied = new ArrayList<>();
        // On H2 the first row records that the table was created.
        String query = "select \"version\", \"description\", \"type\", \"checksum\", \"success\" from " + schema
                + ".\"flyway_schema_history\" where \"type\" <> 'TABLE' order by \"installed_rank\"";
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                applied.add(new Applied(
                        String.valueOf(rows.getString(1)),
                        rows.getString(2),
                        rows.getString(3),
                        rows.getObject(4, Integer.class),
                        rows.getBoolean(5)));
            }
        }
        return applied;
    }

    /** Computes the checksum as Flyway does: over the lines, without their line endings. */
    private static int checksum(String script) {
        CRC32 checksum = new CRC32();
        try (InputStream in = SchemaHistory.class.getClassLoader().getResourceAsStream(script)) {
            if (in == null) {
                throw new IllegalStateException("not on the class path: " + script);
            }
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .forEach(line -> checksum.update(line.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException("unreadable on the class path: " + script, unreadable);
        }
        return (int) checksum.getValue();
    }
}
