package dev.roster.adapters.jdbc.sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jooq.DSLContext;
import org.jooq.Query;
import org.jooq.SQLDialect;
import org.jooq.conf.ParamType;
import org.jspecify.annotations.Nullable;

/**
 * Statements whose text jOOQ renders once; each execution binds values and reads typed columns by JDBC. Rendering them
 * anew took 12 % of the CPU of {@code POST /posts} and 24 % of a list page, reading rows as records 18 % of the latter.
 * One instance holds as many texts as its repository has shapes of statements, so it stays small.
 */
public final class RenderedStatements {

    private static final Pattern PARAMETER = Pattern.compile(":(\\w+)");

    private final Map<Key, RenderedSql> rendered = new ConcurrentHashMap<>();

    /**
     * Returns a statement without values.
     *
     * @param shape what the text depends on besides the dialect; statements of one shape have one text
     * @param query builds the first statement of its shape; what varies are named parameters
     */
    public Call statement(DSLContext sql, Object shape, Supplier<? extends Query> query) {
        Key key = new Key(sql.dialect(), shape);
        RenderedSql text = rendered.get(key);
        if (text == null) {
            text = RenderedSql.of(query.get().getSQL(ParamType.NAMED));
            rendered.put(key, text);
        }
        return new Call(sql, text);
    }

    /** Returns a statement whose text is for this call alone. */
    public static Call statement(DSLContext sql, Query query) {
        return new Call(sql, RenderedSql.of(query.getSQL(ParamType.NAMED)));
    }

    /** Reads an instant; as {@link OffsetDateTime}, which both drivers give exactly to the microsecond. */
    public static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    /** Reads a row; a result set is at it already. */
    @FunctionalInterface
    public interface RowMapper<T> {
        T map(ResultSet row) throws SQLException;
    }

    private record Key(SQLDialect dialect, Object shape) {}

    /** A text with question marks, and the names of the parameters in its order. */
    private record RenderedSql(String sql, List<String> parameters) {

        static RenderedSql of(String named) {
            List<String> parameters = new ArrayList<>();
            Matcher matcher = PARAMETER.matcher(named);
            String sql = matcher.replaceAll(found -> {
                parameters.add(found.group(1));
                return "?";
            });
            return new RenderedSql(sql, List.copyOf(parameters));
        }
    }

    /** One execution of a statement. */
    public static final class Call {

        private final DSLContext sql;
        private final RenderedSql text;
        private final @Nullable Object[] values;
        private int bound;

        private Call(DSLContext sql, RenderedSql text) {
            this.sql = sql;
            this.text = text;
            this.values = new Object[text.parameters.size()];
        }

        /**
         * Sets a parameter at each of its places in the text.
         *
         * @throws IllegalArgumentException if it has no such parameter
         */
        public Call bind(String parameter, @Nullable Object value) {
            int before = bound;
            for (int i = 0; i < values.length; i++) {
                if (text.parameters.get(i).equals(parameter)) {
                    values[i] = value instanceof Instant instant ? instant.atOffset(ZoneOffset.UTC) : value;
                    bound++;
                }
            }
            if (bound == before) {
                throw new IllegalArgumentException("no parameter " + parameter + " in " + text.sql);
            }
            return this;
        }

        /** Executes a statement that gives rows. */
        public <T> List<T> fetch(RowMapper<T> mapper) {
            return run(statement -> {
                List<T> found = new ArrayList<>();
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        found.add(mapper.map(rows));
                    }
                }
                return found;
            });
        }

        /** Executes a statement that gives one row at most. */
        public <T> Optional<T> fetchOptional(RowMapper<T> mapper) {
            List<T> found = fetch(mapper);
            return found.isEmpty() ? Optional.empty() : Optional.of(found.get(0));
        }

        /** Executes a statement that gives exactly one row. */
        public <T> T fetchSingle(RowMapper<T> mapper) {
            return fetch(mapper).get(0);
        }

        /** Executes a statement that gives no rows, and returns how many it changed. */
        int execute() {
            return run(PreparedStatement::executeUpdate);
        }

        private <T> T run(Execution<T> execution) {
            if (bound != values.length) {
                throw new IllegalStateException(bound + " parameters bound of " + text.parameters);
            }
            return sql.connectionResult(connection -> {
                try (PreparedStatement statement = connection.prepareStatement(text.sql)) {
                    for (int i = 0; i < values.length; i++) {
                        statement.setObject(i + 1, values[i]);
                    }
                    return execution.of(statement);
                }
            });
        }

        private interface Execution<T> {
            T of(PreparedStatement statement) throws SQLException;
        }
    }
}
