package dev.roster.adapters.jdbc.repository;

import static dev.roster.adapters.jdbc.schema.Tables.POSTS;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectCount;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.table;

import java.util.List;
import org.jooq.Field;
import org.jooq.Name;
import org.jooq.SQLDialect;
import org.jooq.impl.SQLDataType;

/**
 * The exact number of posts, as part of the statement of a page ({@link PostPages}): counted on H2, read from totals
 * that triggers maintain on PostgreSQL.
 */
final class PostTotals {

    private static final Name TABLE = name("post_totals");
    private static final long ALL_AUTHORS = 0;

    private PostTotals() {}

    /** Returns the number of posts in several ranges together. */
    static Field<Long> total(SQLDialect family, List<PostRange> ranges) {
        return ranges.stream()
                .map(range -> family == SQLDialect.H2 ? counted(range) : stored(range))
                .reduce(Field::plus)
                .orElse(inline(0L));
    }

    /** Counts the posts. This is fast enough for the amounts of data in an embedded database. */
    private static Field<Long> counted(PostRange range) {
        return field(selectCount().from(POSTS).where(range.condition())).cast(SQLDataType.BIGINT);
    }

    /** Adds up the totals that triggers maintain; see V3__post_totals.sql. */
    private static Field<Long> stored(PostRange range) {
        Field<Long> stripe = field(TABLE.append(range.published() ? "published" : "drafts"), SQLDataType.BIGINT);
        Field<Long> author = field(TABLE.append("author_id"), SQLDataType.BIGINT);
        return field(select(coalesce(sum(stripe), inline(0)).cast(SQLDataType.BIGINT))
                .from(table(TABLE))
                .where(author.eq(range.author().isPresent() ? range.authorParam() : inline(ALL_AUTHORS))));
    }
}
