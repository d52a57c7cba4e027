package dev.roster.adapters.jdbc.sql;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jooq.TableField;

/** Deletion of any number of old rows in batches, each well within the time limit of a statement. */
public final class BatchDelete {

    /** A batch is larger if more rows have the same time. */
    private static final int BATCH = 10_000;

    private BatchDelete() {}

    /**
     * Deletes the rows whose time is before the given instant. Concurrent calls are allowed; each counts its own rows.
     *
     * @param time the column, in whole microseconds and with an index
     * @return the number of deleted rows
     */
    public static long deleteBefore(Statements statements, TableField<?, Instant> time, Instant before) {
        // The latest whole microsecond before the given instant; the database would round that instant up or down.
        Instant last = before.minusNanos(1).truncatedTo(ChronoUnit.MICROS);
        long deleted = 0;
        Optional<Instant> end;
        do {
            // Deletes by range: H2 would run a subquery of ids once for each row.
            end = statements.read(sql -> sql.select(time)
                    .from(time.getTable())
                    .where(time.le(last))
                    .orderBy(time)
                    .limit(1)
                    .offset(BATCH - 1)
                    .fetchOptional(time));
            Instant until = end.orElse(last);
            deleted += statements.write(
                    sql -> sql.deleteFrom(time.getTable()).where(time.le(until)).execute());
        } while (end.isPresent());
        return deleted;
    }
}
