package dev.roster.adapters.jdbc.repository;

import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.trueCondition;

import dev.roster.adapters.jdbc.sql.RenderedStatements;
import dev.roster.adapters.jdbc.sql.Statements;
import dev.roster.domain.PageRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.OrderField;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.TableRecord;

/**
 * Statements that all tables with a numeric key have in common. Those of frequent operations are rendered once.
 *
 * @param <R> a row of the table
 */
class EntityTable<R extends TableRecord<R>> {

    final RenderedStatements rendered = new RenderedStatements();
    final TableField<R, Long> id;

    private final List<Field<?>> otherColumns;

    EntityTable(TableField<R, Long> id) {
        this.id = id;
        this.otherColumns = Stream.<Field<?>>of(id.getTable().fields())
                .filter(column -> !column.equals(id))
                .toList();
    }

    /** Inserts a row and returns its id, which the database assigns. The id in the given row is ignored. */
    long insert(DSLContext sql, R row) {
        RenderedStatements.Call insert = rendered.statement(
                sql,
                "insert",
                () -> sql.insertInto(id.getTable())
                        .set(parameters(otherColumns))
                        .returningResult(id));
        return bind(insert, otherColumns, row).fetchSingle(inserted -> inserted.getLong(1));
    }

    <K, T> Optional<T> find(
            Statements statements, TableField<R, K> key, K value, RenderedStatements.RowMapper<T> mapper) {
        return statements.read(sql -> rendered.statement(
                        sql, key, () -> sql.selectFrom(id.getTable()).where(key.eq(param("key", key))))
                .bind("key", value)
                .fetchOptional(mapper));
    }

    /**
     * Returns a statement that reads items and total together, so that they are consistent. The total is returned even
     * if the page is empty. A repository uses one condition and one order only.
     */
    RenderedStatements.Call page(
            DSLContext sql, PageRequest request, Supplier<Condition> where, OrderField<?>... order) {
        return rendered.statement(sql, "page", () -> {
                    Condition condition = where.get();
                    Table<R> table = id.getTable();
                    Table<?> page = select(table.fields())
                            .from(table)
                            .where(condition)
                            .orderBy(order)
                            .limit(param("size", Integer.class))
                            .offset(param("skipped", Long.class))
                            .asTable(table);
                    return sql.select(table.fields())
                            .select(RenderedStatements.TOTAL)
                            .from(select(count().as(RenderedStatements.TOTAL))
                                    .from(table)
                                    .where(condition)
                                    .asTable("counted"))
                            .leftJoin(page)
                            .on(trueCondition())
                            .orderBy(order);
                })
                .bind("size", request.size())
                .bind("skipped", request.offset());
    }

    boolean exists(Statements statements, long key) {
        return statements.read(sql -> sql.fetchExists(id.getTable(), id.eq(key)));
    }

    /** Deletes a row; cascades of foreign keys delete everything that belongs to it. */
    boolean delete(Statements statements, long key) {
        return delete(statements, id.eq(key));
    }

    boolean delete(Statements statements, Condition condition) {
        return statements.writeSingle(
                        sql -> sql.deleteFrom(id.getTable()).where(condition).execute())
                == 1;
    }

    /** Returns a parameter for each column, named like the column. */
    static Map<Field<?>, Field<?>> parameters(List<? extends Field<?>> columns) {
        Map<Field<?>, Field<?>> parameters = new LinkedHashMap<>();
        columns.forEach(column -> parameters.put(column, param(column.getName(), column)));
        return parameters;
    }

    /** Sets the parameters that are named like the columns to the row's values. */
    RenderedStatements.Call bind(RenderedStatements.Call call, List<? extends Field<?>> columns, R row) {
        columns.forEach(column -> call.bind(column.getName(), row.get(column)));
        return call;
    }
}
