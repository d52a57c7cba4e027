package dev.roster.adapters.jdbc.repository;

import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.param;

import dev.roster.adapters.jdbc.sql.RenderedStatements;
import dev.roster.adapters.jdbc.sql.Statements;
import dev.roster.domain.DomainException;
import dev.roster.domain.StaleVersionException;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.TableField;
import org.jooq.TableRecord;

/**
 * A table whose rows have a version. An update or deletion with an older version is rejected.
 *
 * @param <R> a row of the table
 */
final class VersionedTable<R extends TableRecord<R>> extends EntityTable<R> {

    private final String entity;
    private final TableField<R, Long> version;
    private final List<? extends Field<?>> updatable;

    /**
     * Creates the statements of a table.
     *
     * @param entity the kind of row, such as "post"; part of messages
     * @param updatable the columns that {@link #update} sets, besides the version
     */
    VersionedTable(
            String entity, TableField<R, Long> id, TableField<R, Long> version, List<? extends Field<?>> updatable) {
        super(id);
        this.entity = entity;
        this.version = version;
        this.updatable = updatable;
    }

    /**
     * Updates the row that has the given row's id and version, and raises its version.
     *
     * @return the updated row; empty if there is no such row
     */
    <T> Optional<T> update(DSLContext sql, R row, RenderedStatements.RowMapper<T> mapper) {
        RenderedStatements.Call update = rendered.statement(
                sql,
                "update",
                () -> sql.update(id.getTable())
                        .set(parameters(updatable))
                        .set(version, version.plus(inline(1L)))
                        .where(id.eq(param("id", id)))
                        .and(version.eq(param("version", version)))
                        .returning());
        return bind(update, updatable, row)
                .bind("id", row.get(id))
                .bind("version", row.get(version))
                .fetchOptional(mapper);
    }

    /** Returns the reason why an update found no row: another version, or the given exception if there is no row. */
    DomainException updateRejection(Statements statements, long key, DomainException missing) {
        return exists(statements, key) ? staleVersion(key) : missing;
    }

    /**
     * Deletes a row of a version.
     *
     * @return false if there is no row with this id
     * @throws StaleVersionException if the row has another version
     */
    boolean delete(Statements statements, long key, long expected) {
        boolean deleted = delete(statements, id.eq(key).and(version.eq(expected)));
        if (!deleted && exists(statements, key)) {
            throw staleVersion(key);
        }
        return deleted;
    }

    private StaleVersionException staleVersion(long key) {
        return new StaleVersionException(entity + " " + key);
    }
}
