package dev.roster.adapters.jdbc.transfer;

import dev.roster.adapters.jdbc.Database;
import dev.roster.adapters.jdbc.Schema;
import dev.roster.adapters.jdbc.sql.SqlFailures;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads all rows of a database in one snapshot, a few at a time. */
public final class TableExport {

    private static final int FETCH_SIZE = 1_000;

    private TableExport() {}

    /** Receives the rows. */
    public interface Target {

        /**
         * Called once, before the first row.
         *
         * @param nextIds the next generated id of each table that has such ids; greater than all ids in the rows
         */
        void begin(Map<String, Long> nextIds) throws IOException;

        /**
         * Called for each row: table by table, in the order of {@link TransferTable#ALL}.
         *
         * @param values the values in the order of the columns
         */
        void row(TransferTable table, List<@Nullable Object> values) throws IOException;
    }

    /**
     * Reads a database whose schema is current. Concurrent changes do not affect the result.
     *
     * @throws dev.roster.application.port.storage.StorageUnavailableException if the database fails
     * @throws IOException if the target throws it
     */
    public static void run(Database db, Target target) throws IOException {
        try (Connection connection = Schema.connect(db)) {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setAutoCommit(false);
            target.begin(nextIds(connection, db.isEmbedded()));
            for (TransferTable table : TransferTable.ALL) {
                export(connection, table, db.isEmbedded(), target);
            }
            connection.rollback();
        } catch (SQLException failed) {
            throw SqlFailures.translate(failed);
        }
    }

    private static void export(Connection connection, TransferTable table, boolean embedded, Target target)
            throws SQLException, IOException {
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(FETCH_SIZE);
            try (ResultSet rows = statement.executeQuery(table.select(!embedded))) {
                while (rows.next()) {
                    List<@Nullable Object> values = new ArrayList<>();
                    for (TransferTable.Column column : table.columns()) {
                        values.add(value(rows, values.size() + 1, column.type()));
                    }
                    target.row(table, values);
                }
            }
        }
    }

    private static @Nullable Object value(ResultSet rows, int index, Class<?> type) throws SQLException {
        if (type != Instant.class) {
            return rows.getObject(index, type);
        }
        OffsetDateTime time = rows.getObject(index, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    /** Returns the next ids. They are read after the snapshot was taken, so they are above the ids in it. */
    private static Map<String, Long> nextIds(Connection connection, boolean embedded) throws SQLException {
        Map<String, Long> nextIds = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement()) {
            statement.executeQuery("select 1 from users where id = 0").close();
            for (TransferTable table : TransferTable.ALL) {
                if (table.identity().isPresent()) {
                    String column = table.identity().get();
                    nextIds.put(
                            table.name(),
                            embedded ? nextOnH2(statement, table, column) : nextOnPostgres(statement, table, column));
                }
            }
        }
        return nextIds;
    }

    private static long nextOnH2(Statement statement, TransferTable table, String column) throws SQLException {
        return number(
                statement,
                "select identity_base from information_schema.columns where table_schema = current_schema"
                        + " and table_name = '" + table.name() + "' and column_name = '" + column + "'");
    }

    private static long nextOnPostgres(Statement statement, TransferTable table, String column) throws SQLException {
        String sequence;
        try (ResultSet row =
                statement.executeQuery("select pg_get_serial_sequence('" + table.quoted() + "', '" + column + "')")) {
            row.next();
            sequence = row.getString(1);
        }
        return number(statement, "select last_value + case when is_called then 1 else 0 end from " + sequence);
    }

    private static long number(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }
}
