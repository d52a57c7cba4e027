package dev.roster.adapters.jdbc.sql;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;

import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
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
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.SQLDialect;
import org.jooq.conf.ParamType;
import org.jspecify.annotations.Nullable;

/**
 * Statements whose SQL jOOQ renders once; each execution binds values and reads typed columns through JDBC. Rendering
 * for each execution took 12 % of the CPU of {@code POST /posts} and 24 % of a list page; reading rows as records took
 * 18 % of a list page. An instance holds one text for each shape of its repository's statements, so it stays small.
 */
public final class RenderedStatements {

    /** The number of items on all pages; the same in each row of a page. */
    public static final Field<Long> TOTAL = field(name("total"), Long.class);

    private static final Pattern PARAMETER = Pattern.compile(":(\\w+)");

    private final Map<Key, RenderedSql> rendered = new ConcurrentHashMap<>();

    /**
     * Returns a statement without bound values.
     *
     * @param shape everything that determines the text, except the dialect; statements of one shape share one text
     * @param query creates the first statement of its shape; values that vary must be named parameters
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

    /** Returns a statement whose text is rendered for this call only. */
    public static Call statement(DSLContext sql, Query query) {
        return new Call(sql, RenderedSql.of(query.getSQL(ParamType.NAMED)));
    }

    /** Reads an instant as {@link OffsetDateTime}, which both drivers return exactly to the microsecond. */
    public static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    /** Maps the current row of a result set. */
    @FunctionalInterface
    public interface RowMapper<T> {
        T map(ResultSet row) throws SQLException;
    }

    private record Key(SQLDialect dialect, Object shape) {}

    /** SQL with question marks, and the parameter names in the order of the marks. */
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
         * Sets a parameter everywhere in the text.
         *
         * @throws IllegalArgumentException if the statement has no such parameter
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

        /** Executes a statement that returns rows. */
        public <T> List<T> fetch(RowMapper<T> mapper) {
            if (bound != values.length) {
                throw new IllegalStateException(bound + " values bound, but the parameters are " + text.parameters);
            }
            return sql.connectionResult(connection -> {
                try (PreparedStatement statement = connection.prepareStatement(text.sql)) {
                    for (int i = 0; i < values.length; i++) {
                        statement.setObject(i + 1, values[i]);
                    }
                    List<T> found = new ArrayList<>();
                    try (ResultSet rows = statement.executeQuery()) {
                        while (rows.next()) {
                            found.add(mapper.map(rows));
                        }
                    }
                    return found;
                }
            });
        }

        /**
         * Executes a statement that returns an item, id first, and the column {@link RenderedStatements#TOTAL}. Its
         * only row has no item if the page is empty: the id is null then.
         */
        public <T> Page<T> fetchPage(PageRequest request, RowMapper<T> mapper) {
            List<T> items = new ArrayList<>(request.size());
            List<Long> totals = fetch(row -> {
                if (row.getLong(1) != 0) { // 0 stands for null, and is no id
                    items.add(mapper.map(row));
                }
                return row.getLong(TOTAL.getName());
            });
            return new Page<>(items, totals.get(0), request);
        }

        /** Executes a statement that returns at most one row. */
        public <T> Optional<T> fetchOptional(RowMapper<T> mapper) {
            return fetch(mapper).stream().findFirst();
        }

        /** Executes a statement that returns exactly one row. */
        public <T> T fetchSingle(RowMapper<T> mapper) {
            return fetch(mapper).get(0);
        }
    }
}
