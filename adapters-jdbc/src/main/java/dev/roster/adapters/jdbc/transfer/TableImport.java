package dev.roster.adapters.jdbc.transfer;

import static java.util.stream.Collectors.joining;

import dev.roster.adapters.jdbc.Database;
import dev.roster.adapters.jdbc.Schema;
import dev.roster.adapters.jdbc.sql.SqlFailures;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Inserts rows into an empty database, all or none. */
public final class TableImport {

    private TableImport() {}

    /**
     * A row.
     *
     * @param line its line in the file, for messages
     * @param values the values in the order of the columns; {@code null} only in columns that are nullable
     */
    public record Row(long line, TransferTable table, List<@Nullable Object> values) {}

    /** Supplies the rows. */
    public interface Source {

        /** Returns the next generated id of each table that has such ids; greater than all ids in the rows. */
        Map<String, Long> nextIds();

        /**
         * Returns the next row; {@code null} after the last one.
         *
         * @throws InvalidTransferException if it is invalid
         */
        @Nullable
        Row next() throws IOException;
    }

    /**
     * Inserts the rows into a database whose schema is current. Other processes cannot write to it meanwhile.
     *
     * @throws InvalidTransferException if a row cannot be stored, or the database is not empty
     * @throws dev.roster.application.port.storage.StorageUnavailableException if the database fails
     * @throws IOException if the source throws it
     */
    public static void run(Database db, Source source) throws IOException {
        try (Connection connection = Schema.connect(db)) {
            connection.setAutoCommit(false);
            try {
                prepare(connection, db.isEmbedded(), source.nextIds());
                insert(connection, source);
                connection.commit();
            } catch (SQLException | IOException | RuntimeException | Error failed) {
                connection.rollback();
                throw failed;
            }
        } catch (SQLException failed) {
            throw SqlFailures.translate(failed);
        }
    }

    /** Sets the next ids first: on H2, such a statement commits the transaction. */
    private static void prepare(Connection connection, boolean embedded, Map<String, Long> nextIds)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (!embedded) {
                String tables =
                        TransferTable.ALL.stream().map(TransferTable::quoted).collect(joining(", "));
                statement.execute("lock table " + tables + " in share row exclusive mode");
            }
            for (TransferTable table : TransferTable.ALL) {
                requireEmpty(statement, table);
            }
            for (TransferTable table : TransferTable.ALL) {
                if (table.identity().isPresent()) {
                    statement.execute("alter table " + table.quoted() + " alter column "
                            + TransferTable.quote(table.identity().get()) + " restart with "
                            + nextIds.get(table.name()));
                }
            }
        }
    }

    private static void requireEmpty(Statement statement, TransferTable table) throws SQLException {
        try (ResultSet row = statement.executeQuery("select 1 from " + table.quoted() + " limit 1")) {
            if (row.next()) {
                throw new InvalidTransferException("the database must be empty, but its table " + table.name()
                        + " has rows; use another database");
            }
        }
    }

    private static void insert(Connection connection, Source source) throws SQLException, IOException {
        try (RowBatch batch = new RowBatch(connection)) {
            for (Row row = source.next(); row != null; row = source.next()) {
                batch.add(row);
            }
            batch.flush();
        }
    }
}
