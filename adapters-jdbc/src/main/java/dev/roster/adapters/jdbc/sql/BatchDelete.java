package dev.roster.adapters.jdbc.sql;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jooq.TableField;

/** Removes what is over, however much that is, by statements that keep well within their time limit. */
public final class BatchDelete {

    private static final int BATCH = 10_000;

    private BatchDelete() {}

    /**
     * Removes the rows whose time is before another. Several may do so at once; each counts its own.
     *
     * @param time the column, in whole microseconds and with an index
     * @return how many it removed
     */
    public static long deleteBefore(Statements statements, TableField<?, Instant> time, Instant before) {
        return deleteBefore(statements, time, before, BATCH);
    }

    /** The same, about so many rows at a time; more if they are of one time. */
    public static long deleteBefore(Statements statements, TableField<?, Instant> time, Instant before, int batch) {
        // The latest instant before that one; the database would round that one, up or down.
        Instant last = before.minusNanos(1).truncatedTo(ChronoUnit.MICROS);
        long deleted = 0;
        Optional<Instant> end;
        do {
            // A range, not the ids of a subquery, which H2 carries out for each row.
            end = statements.read(sql -> sql.select(time)
                    .from(time.getTable())
                    .where(time.le(last))
                    .orderBy(time)
                    .limit(1)
                    .offset(batch - 1)
                    .fetchOptional(time));
            Instant until = end.orElse(last);
            deleted += statements.write(
                    sql -> sql.deleteFrom(time.getTable()).where(time.le(until)).execute());
        } while (end.isPresent());
        return deleted;
    }
}
