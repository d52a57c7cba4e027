package com.example.sqlite;

import dev.roster.application.port.storage.StorageUnavailableException;
import dev.roster.application.port.storage.TransactionConflictException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sqlite.SQLiteErrorCode;

/** Statements on one connection. A failed statement changes nothing, and the transaction goes on. */
final class Sql {

    private final Connection connection;

    Sql(Connection connection) {
        this.connection = connection;
    }

    <T> List<T> query(String sql, Mapping<T> mapping, Object... values) {
        return run(sql, values, statement -> {
            List<T> rows = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    rows.add(mapping.map(row));
                }
            }
            return rows;
        });
    }

    <T> Optional<T> first(String sql, Mapping<T> mapping, Object... values) {
        return query(sql, mapping, values).stream().findFirst();
    }

    long count(String sql, Object... values) {
        return query(sql, row -> row.getLong(1), values).get(0);
    }

    int update(String sql, Object... values) {
        return run(sql, values, PreparedStatement::executeUpdate);
    }

    boolean exists(String table, long id) {
        return count("select count(*) from " + table + " where id = ?", id) == 1;
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return Instant.EPOCH.plus(row.getLong(column), ChronoUnit.MICROS);
    }

    static StorageUnavailableException failure(SQLException failed) {
        int code = failed.getErrorCode() & 0xff; // the rest says more about the kind
        return code == SQLiteErrorCode.SQLITE_BUSY.code
                ? new TransactionConflictException("another connection is writing", failed)
                : new StorageUnavailableException("SQLite failed: " + failed.getMessage(), failed);
    }

    private <T> T run(String sql, Object[] values, Execution<T> execution) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, stored(values[i]));
            }
            return execution.run(statement);
        } catch (SQLException failed) {
            throw failure(failed);
        }
    }

    private static Object stored(Object value) {
        if (value instanceof Instant instant) {
            return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
        }
        return value instanceof Enum<?> constant ? constant.name() : value;
    }

    private interface Execution<T> {
        T run(PreparedStatement statement) throws SQLException;
    }

    /** Reads the current row. */
    interface Mapping<T> {
        T map(ResultSet row) throws SQLException;
    }
}
