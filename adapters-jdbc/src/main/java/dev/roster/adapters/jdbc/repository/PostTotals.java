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
import org.jooq.Table;
import org.jooq.impl.SQLDataType;

/** The exact number of posts, as part of a statement. */
@FunctionalInterface
interface PostTotals {

    /** Counts the posts. This is fast enough for the amounts of data in an embedded database. */
    PostTotals COUNTING =
            range -> field(selectCount().from(POSTS).where(range.condition())).cast(SQLDataType.BIGINT);

    /** Adds up the totals that triggers maintain; see V3__post_totals.sql. */
    PostTotals STORED = new PostTotals() {

        private static final long EVERYBODY = 0;

        private final Name name = name("post_totals");
        private final Table<?> totals = table(name);

        @Override
        public Field<Long> total(PostRange range) {
            Field<Long> stripe = field(name.append(range.published() ? "published" : "drafts"), SQLDataType.BIGINT);
            return field(select(coalesce(sum(stripe), inline(0)).cast(SQLDataType.BIGINT))
                    .from(totals)
                    .where(field(name.append("author_id"), SQLDataType.BIGINT)
                            .eq(range.author().isPresent() ? range.authorParam() : inline(EVERYBODY))));
        }
    };

    static PostTotals forDialect(SQLDialect dialect) {
        return dialect.family() == SQLDialect.H2 ? COUNTING : STORED;
    }

    /** Returns the number of posts in a range. */
    Field<Long> total(PostRange range);

    /** Returns the number of posts in several ranges together. */
    default Field<Long> total(List<PostRange> ranges) {
        return ranges.stream().map(this::total).reduce(Field::plus).orElse(inline(0L));
    }
}
