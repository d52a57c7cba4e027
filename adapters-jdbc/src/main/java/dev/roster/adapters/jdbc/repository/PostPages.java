package dev.roster.adapters.jdbc.repository;

import static dev.roster.adapters.jdbc.schema.Tables.COMMENTS;
import static dev.roster.adapters.jdbc.schema.Tables.POSTS;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.greatest;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.least;
import static org.jooq.impl.DSL.multiset;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectCount;
import static org.jooq.impl.DSL.selectFrom;
import static org.jooq.impl.DSL.trueCondition;
import static org.jooq.impl.DSL.when;

import dev.roster.adapters.jdbc.schema.tables.Comments;
import dev.roster.adapters.jdbc.schema.tables.records.CommentsRecord;
import dev.roster.adapters.jdbc.sql.RenderedStatements;
import dev.roster.domain.PageRequest;
import dev.roster.domain.post.PostCursor;
import dev.roster.domain.post.SliceRequest;
import java.time.Instant;
import java.util.List;
import org.jooq.CommonTableExpression;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.OrderField;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.Record2;
import org.jooq.Result;
import org.jooq.ResultQuery;
import org.jooq.SQLDialect;
import org.jooq.Select;
import org.jooq.SelectField;
import org.jooq.SelectSeekStepN;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;

/**
 * Statements that read pages and slices of posts, from one or more ranges. A first page or a slice of one range is read
 * directly from its index. All other statements first find ids, which takes only an index, and then read the rows with
 * these ids: a deep page does not read the rows that it skips. Values that differ between calls of one shape are named
 * parameters.
 */
public final class PostPages {

    /** The number of posts on all pages; the same in each row of a page. */
    static final Field<Long> TOTAL = field("total", Long.class);

    /** The number of comments on a post. */
    public static final Field<Long> COMMENT_COUNT = field(
                    selectCount().from(COMMENTS).where(COMMENTS.POST_ID.eq(POSTS.ID)))
            .cast(Long.class)
            .as("comment_count");

    private PostPages() {}

    /** Everything that determines the SQL text of a page or slice, except the columns of each post. */
    record Shape(List<RangeShape> ranges, int size, boolean first) {

        static Shape of(List<PostRange> ranges, PageRequest request) {
            return new Shape(RangeShape.of(ranges), request.size(), request.offset() == 0);
        }

        static Shape of(List<PostRange> ranges, SliceRequest request) {
            return new Shape(
                    RangeShape.of(ranges), request.size(), request.after().isEmpty());
        }
    }

    record RangeShape(boolean byAuthor, boolean published) {

        static List<RangeShape> of(List<PostRange> ranges) {
            return ranges.stream()
                    .map(range -> new RangeShape(range.author().isPresent(), range.published()))
                    .toList();
        }
    }

    /** Returns whether pages of one shape share one SQL text: the offset is zero or a parameter. */
    static boolean hasReusableSql(DSLContext sql, List<PostRange> ranges, PageRequest request) {
        return request.offset() == 0 || bindsOffset(sql, ranges);
    }

    private static boolean bindsOffset(DSLContext sql, List<PostRange> ranges) {
        return ranges.size() == 1 && sql.family() != SQLDialect.H2;
    }

    /** Sets the parameters of a page. */
    static RenderedStatements.Call bind(
            DSLContext sql, RenderedStatements.Call page, List<PostRange> ranges, PageRequest request) {
        bindAuthors(page, ranges);
        if (request.offset() > 0 && bindsOffset(sql, ranges)) {
            page.bind("skipped", request.offset());
        }
        return page;
    }

    /** Sets the parameters of a slice. */
    static RenderedStatements.Call bind(RenderedStatements.Call slice, List<PostRange> ranges, SliceRequest request) {
        bindAuthors(slice, ranges);
        request.after()
                .ifPresent(place -> slice.bind("created_at", place.createdAt())
                        .bind("id", place.id().value()));
        return slice;
    }

    private static void bindAuthors(RenderedStatements.Call call, List<PostRange> ranges) {
        for (PostRange range : ranges) {
            range.author().ifPresent(author -> call.bind(range.authorName(), author.value()));
        }
    }

    /** Returns a column that holds the first comments on a post, oldest first. */
    public static Field<Result<CommentsRecord>> firstComments(int count) {
        // A subquery selects the ids, because H2 supports no limit where the query refers to the outer one.
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

    /**
     * Returns the statement that reads a page and its total together, so that they are consistent. The total is
     * returned even if the page is empty.
     */
    public static ResultQuery<Record> page(
            DSLContext sql, List<PostRange> ranges, PageRequest request, List<? extends SelectField<?>> columns) {
        Field<Long> total = PostTotals.forDialect(sql.dialect()).total(ranges);
        if (request.offset() > 0 && bindsOffset(sql, ranges)) {
            return laterPage(sql, ranges.get(0), request, columns, total);
        }
        Table<?> page = request.offset() == 0 && ranges.size() == 1
                ? rows(sql, ranges.get(0), noCondition(), request.size()).asTable(POSTS)
                : withRows(ids(ranges, noCondition(), request.size(), request.offset()));
        return sql.select(TOTAL)
                .select(columns)
                .from(select(total.as(TOTAL)).asTable("counted"))
                .leftJoin(page)
                .on(trueCondition())
                .orderBy(POSTS.CREATED_AT.desc(), POSTS.ID.desc());
    }

    /**
     * Skips posts from the nearer end of the range, which the total determines. With 100,000 posts, PostgreSQL reads
     * the page after 80,000 posts in 4 ms this way, and in 17 ms from the start.
     */
    private static ResultQuery<Record> laterPage(
            DSLContext sql,
            PostRange range,
            PageRequest request,
            List<? extends SelectField<?>> columns,
            Field<Long> total) {
        CommonTableExpression<Record1<Long>> counted = name("counted").as(select(total.as(TOTAL)));
        Field<Long> skipped = param("skipped", request.offset()).cast(SQLDataType.BIGINT);
        Field<Long> none = inline(0L);
        Field<Long> size = inline((long) request.size());
        Field<Long> left = TOTAL.minus(skipped);
        Condition fromStart = skipped.le(left);
        // PostgreSQL does not run a query whose limit is 0, so only one of the two scans runs.
        Select<Record2<Long, Instant>> forward = scan(range, range.order())
                .offset(numberFrom(counted, skipped))
                .limit(numberFrom(counted, when(fromStart, size).otherwise(none)));
        Select<Record2<Long, Instant>> backward = scan(range, range.reverseOrder())
                .offset(numberFrom(counted, greatest(none, left.minus(size))))
                .limit(numberFrom(counted, when(fromStart, none).otherwise(greatest(none, least(size, left)))));
        Table<Record2<Long, Instant>> either = forward.unionAll(backward).asTable("either");
        // This limit helps the planner, which assumes that an unknown limit returns a tenth of all posts.
        Table<?> ids = select(either.field(POSTS.ID))
                .from(either)
                .limit(inline(request.size()))
                .asTable("page");
        return sql.with(counted)
                .select(TOTAL)
                .select(columns)
                .from(counted)
                .leftJoin(withRows(ids))
                .on(trueCondition())
                .orderBy(POSTS.CREATED_AT.desc(), POSTS.ID.desc());
    }

    private static Field<Long> numberFrom(Table<?> counted, Field<Long> number) {
        return field(select(number).from(counted));
    }

    private static SelectSeekStepN<Record2<Long, Instant>> scan(PostRange range, List<OrderField<?>> order) {
        return select(POSTS.ID, POSTS.CREATED_AT)
                .from(POSTS)
                .where(range.condition())
                .orderBy(order);
    }

    /** Returns the statement that reads a slice, and one more post if there are more. */
    public static ResultQuery<? extends Record> slice(DSLContext sql, List<PostRange> ranges, SliceRequest request) {
        Condition place = request.after().map(PostPages::isAfter).orElse(noCondition());
        long size = request.size() + 1L;
        if (ranges.size() == 1) {
            return rows(sql, ranges.get(0), place, size);
        }
        return sql.select(POSTS.fields())
                .from(withRows(ids(ranges, place, size, 0)))
                .orderBy(POSTS.CREATED_AT.desc(), POSTS.ID.desc());
    }

    private static Condition isAfter(PostCursor place) {
        return row(POSTS.CREATED_AT, POSTS.ID)
                .lt(
                        param("created_at", place.createdAt()),
                        param("id", place.id().value()));
    }

    /** Selects the newest rows of one range directly from its index; finding their ids first takes twice the CPU. */
    private static Select<Record> rows(DSLContext sql, PostRange range, Condition place, long size) {
        return sql.select(POSTS.fields())
                .from(POSTS)
                .where(range.condition())
                .and(place)
                .orderBy(range.order())
                .limit(inline(size));
    }

    private static Table<?> withRows(Table<?> ids) {
        return ids.join(POSTS).on(POSTS.ID.eq(ids.field(POSTS.ID)));
    }

    /**
     * Selects the ids of a page or slice. Limits are literals: PostgreSQL plans better when it knows them, and H2 would
     * treat a union as unchanged if it differed from the previous one only in limit parameters.
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
