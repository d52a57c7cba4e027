package dev.roster.adapters.jdbc;

import static dev.roster.adapters.jdbc.schema.Tables.COMMENTS;
import static dev.roster.adapters.jdbc.schema.Tables.POSTS;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.multiset;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectCount;
import static org.jooq.impl.DSL.selectFrom;
import static org.jooq.impl.DSL.trueCondition;

import dev.roster.adapters.jdbc.schema.tables.Comments;
import dev.roster.adapters.jdbc.schema.tables.records.CommentsRecord;
import dev.roster.domain.PageRequest;
import dev.roster.domain.PostCursor;
import dev.roster.domain.SliceRequest;
import java.time.Instant;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record2;
import org.jooq.Result;
import org.jooq.ResultQuery;
import org.jooq.Select;
import org.jooq.SelectField;
import org.jooq.Table;

/**
 * The statements that read posts in pages and slices, of one range or more. They find ids first, which an index answers
 * alone, and then the rows of these ids: what a deep page skips is not read.
 */
final class PostPages {

    /** In each row of a page: how many posts all pages hold. */
    static final Field<Long> TOTAL = field("total", Long.class);

    /** How many comments a post has. */
    static final Field<Long> COMMENT_COUNT = field(selectCount().from(COMMENTS).where(COMMENTS.POST_ID.eq(POSTS.ID)))
            .cast(Long.class)
            .as("comment_count");

    private PostPages() {}

    /** The first comments on a post, oldest first. */
    static Field<Result<CommentsRecord>> firstComments(int count) {
        // Which ones is a matter of its own, for H2 takes no limit where the outer query is referred to.
        Comments first = COMMENTS.as("first");
        return multiset(selectFrom(COMMENTS)
                        .where(COMMENTS.ID.in(select(first.ID)
                                .from(first)
                                .where(first.POST_ID.eq(POSTS.ID))
                                .orderBy(first.CREATED_AT, first.ID)
                                .limit(inline(count))))
                        .orderBy(COMMENTS.CREATED_AT, COMMENTS.ID))
                .as("first_comments");
    }

    /** One statement, so that items and total are of one moment: the total is there even if the page has no row. */
    static ResultQuery<Record> page(
            DSLContext sql, List<PostRange> ranges, PageRequest request, List<? extends SelectField<?>> columns) {
        Field<Long> total = PostTotals.on(sql.dialect()).of(ranges);
        Table<?> counted = select(total.as(TOTAL)).asTable("counted");
        Table<?> ids = ids(ranges, noCondition(), request.size(), request.offset());
        return sql.select(TOTAL)
                .select(columns)
                .from(counted)
                .leftJoin(ids.join(POSTS).on(POSTS.ID.eq(ids.field(POSTS.ID))))
                .on(trueCondition())
                .orderBy(POSTS.CREATED_AT.desc(), POSTS.ID.desc());
    }

    /** One post more than the slice holds, if there are more. */
    static ResultQuery<Record> slice(DSLContext sql, List<PostRange> ranges, SliceRequest request) {
        Condition place = request.after().map(PostPages::isAfter).orElse(noCondition());
        Table<?> ids = ids(ranges, place, request.size() + 1L, 0);
        return sql.select(POSTS.fields())
                .from(ids)
                .join(POSTS)
                .on(POSTS.ID.eq(ids.field(POSTS.ID)))
                .orderBy(POSTS.CREATED_AT.desc(), POSTS.ID.desc());
    }

    private static Condition isAfter(PostCursor place) {
        return row(POSTS.CREATED_AT, POSTS.ID).lt(place.createdAt(), place.id().value());
    }

    /**
     * Limits are literals: PostgreSQL plans better when it knows them, and H2 takes a union for unchanged that differs from
     * the one before in nothing but limits that are parameters.
     */
    private static Table<?> ids(List<PostRange> ranges, Condition place, long size, long offset) {
        if (ranges.size() == 1) {
            return range(ranges.get(0), place, size, offset).asTable("page");
        }
        Table<Record2<Long, Instant>> merged = ranges.stream()
                .map(range -> range(range, place, offset + size, 0))
                .reduce(Select::unionAll)
                .orElseThrow()
                .asTable("merged");
        Field<Long> id = merged.field(POSTS.ID);
        Field<Instant> createdAt = merged.field(POSTS.CREATED_AT);
        return select(id, createdAt)
                .from(merged)
                .orderBy(createdAt.desc(), id.desc())
                .limit(inline(size))
                .offset(inline(offset))
                .asTable("page");
    }

    private static Select<Record2<Long, Instant>> range(PostRange range, Condition place, long size, long offset) {
        return select(POSTS.ID, POSTS.CREATED_AT)
                .from(POSTS)
                .where(range.condition())
                .and(place)
                .orderBy(range.order())
                .limit(inline(size))
                .offset(inline(offset));
    }
}
