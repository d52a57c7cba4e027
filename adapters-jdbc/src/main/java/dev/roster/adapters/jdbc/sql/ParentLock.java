package dev.roster.adapters.jdbc.sql;

import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.TableField;

/** Lock that prevents the deletion of a parent row while a child row is inserted. */
public final class ParentLock {

    private ParentLock() {}

    /**
     * Locks the parent row on H2. Call before the insertion, in its transaction. PostgreSQL's foreign keys lock the row
     * themselves. H2's foreign keys check committed rows and lock nothing: a concurrent deletion of the parent would
     * leave the new row behind.
     */
    public static void lock(DSLContext sql, TableField<?, Long> key, long value) {
        if (sql.family() == SQLDialect.H2) {
            sql.select(key)
                    .from(key.getTable())
                    .where(key.eq(value))
                    .forUpdate()
                    .fetch();
        }
    }
}
