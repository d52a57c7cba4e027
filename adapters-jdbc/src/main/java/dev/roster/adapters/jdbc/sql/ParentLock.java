package dev.roster.adapters.jdbc.sql;

import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.TableField;

/** Keeps the row that a new row refers to from being deleted meanwhile. */
public final class ParentLock {

    private ParentLock() {}

    /**
     * To be called before the insertion, in its transaction. PostgreSQL's foreign keys do this themselves. Those of H2 look
     * at what is committed and lock nothing: a deletion that is under way lets the new row in, and leaves it behind.
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
