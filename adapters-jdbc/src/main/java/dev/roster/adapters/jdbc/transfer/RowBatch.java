package dev.roster.adapters.jdbc.transfer;

import dev.roster.adapters.jdbc.transfer.TableImport.Row;
import dev.roster.adapters.jdbc.transfer.TransferTable.Column;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows of one table that are inserted by one statement, which costs a tenth of one statement each. */
final class RowBatch implements AutoCloseable {

    private static final int MAX_ROWS = 200;

    /** Bounds the memory for long texts. */
    private static final int MAX_CHARS = 500_000;

    private final Connection connection;
    private final List<Row> rows = new ArrayList<>();
    private int chars;
    private @Nullable PreparedStatement statement;
    private String sql = "";

    RowBatch(Connection connection) {
        this.connection = connection;
    }

    void add(Row row) throws SQLException {
        if (!rows.isEmpty() && rows.get(0).table() != row.table()) {
            flush();
        }
        rows.add(row);
        for (Object value : row.values()) {
            chars += value instanceof String text ? text.length() : 0;
        }
        if (rows.size() == MAX_ROWS || chars >= MAX_CHARS) {
            flush();
        }
    }

    void flush() throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        Savepoint before = connection.setSavepoint();
        try {
            insert(rows);
            connection.releaseSavepoint(before);
        } catch (SQLException refused) {
            if (!isRefusal(refused)) {
                throw refused;
            }
            connection.rollback(before);
            throwForRefusedRow();
            throw refused;
        }
        rows.clear();
        chars = 0;
    }

    /** Returns whether the database refuses the data, and not the whole statement. */
    private static boolean isRefusal(SQLException failed) {
        String state = String.valueOf(failed.getSQLState());
        return state.startsWith("22") || state.startsWith("23");
    }

    private void throwForRefusedRow() throws SQLException {
        for (Row row : List.copyOf(rows)) {
            try {
                insert(List.of(row));
            } catch (SQLException refused) {
                if (!isRefusal(refused)) {
                    throw refused;
                }
                throw new InvalidTransferException("line " + row.line() + ": the database rejects this row of "
                        + row.table().name() + ": " + reason(String.valueOf(refused.getSQLState())));
            }
        }
    }

    /** Returns the reason. The driver's message would quote values, such as hashes. */
    private static String reason(String state) {
        return switch (state) {
            case "23505" -> "an id, email address, hash or other unique value must not be repeated";
            case "23503", "23506" -> "each user and post that it refers to must be in a line before it";
            default -> "its values must fit the columns (SQL state " + state + ")";
        };
    }

    private void insert(List<Row> some) throws SQLException {
        TransferTable table = some.get(0).table();
        PreparedStatement insert = prepare(table.insert(some.size()));
        int index = 1;
        for (Row row : some) {
            for (int i = 0; i < table.columns().size(); i++) {
                set(insert, index++, table.columns().get(i), row.values().get(i));
            }
        }
        insert.executeUpdate();
    }

    private PreparedStatement prepare(String text) throws SQLException {
        PreparedStatement current = statement;
        if (current != null && text.equals(sql)) {
            return current;
        }
        close();
        PreparedStatement prepared = connection.prepareStatement(text);
        statement = prepared;
        sql = text;
        return prepared;
    }

    private static void set(PreparedStatement insert, int index, Column column, @Nullable Object value)
            throws SQLException {
        if (value == null) {
            insert.setNull(index, sqlType(column.type()));
        } else if (value instanceof Instant instant) {
            insert.setObject(index, OffsetDateTime.ofInstant(instant, ZoneOffset.UTC));
        } else {
            insert.setObject(index, value);
        }
    }

    private static int sqlType(Class<?> type) {
        if (type == Long.class) {
            return Types.BIGINT;
        }
        if (type == Instant.class) {
            return Types.TIMESTAMP_WITH_TIMEZONE;
        }
        return type == UUID.class ? Types.OTHER : Types.VARCHAR;
    }

    @Override
    public void close() throws SQLException {
        if (statement != null) {
            statement.close();
            statement = null;
        }
    }
}
