package dev.roster.adapters.jdbc;

import static dev.roster.adapters.jdbc.schema.Tables.POSTS;

import dev.roster.adapters.jdbc.repository.PostPages;
import dev.roster.adapters.jdbc.repository.PostRange;
import dev.roster.domain.PageRequest;
import dev.roster.domain.post.PostCursor;
import dev.roster.domain.post.PostFilter;
import dev.roster.domain.post.PostId;
import dev.roster.domain.post.SliceRequest;
import dev.roster.domain.user.UserId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jooq.DSLContext;
import org.jooq.Query;
import org.jooq.SelectField;
import org.jooq.conf.ParamType;
import org.jooq.impl.DSL;

/** Plans of PostgreSQL for the statements that the repository sends. */
public final class QueryPlans {

    private static final Pattern BUFFERS = Pattern.compile("shared hit=(\\d+)(?: read=(\\d+))?");

    private QueryPlans() {}

    /**
     * Returns the statements whose cost must not grow with the table.
     *
     * @param deep creation time at which the slice far down starts
     */
    public static Map<String, Query> queries(Database db, UserId author, Instant deep) {
        DSLContext sql = DSL.using(JooqStorage.configuration(db));
        List<SelectField<?>> columns = List.of(POSTS.fields());
        PageRequest first = PageRequest.first();
        SliceRequest deepSlice = SliceRequest.after(new PostCursor(deep, new PostId(PostId.MAX)), first.size());
        List<PostRange> published = PostRange.of(PostFilter.all().published(true));
        List<PostRange> readable = PostRange.of(PostFilter.all().readableBy(author));
        List<PostRange> ofAuthor = PostRange.of(PostFilter.all().byAuthor(author));
        Map<String, Query> queries = new LinkedHashMap<>();
        queries.put("first page of the published", PostPages.page(sql, published, first, columns));
        queries.put("first page of what one reader may read", PostPages.page(sql, readable, first, columns));
        queries.put("first page of one author", PostPages.page(sql, ofAuthor, first, columns));
        queries.put("slice far down", PostPages.slice(sql, published, deepSlice));
        queries.put("slice far down, drafts too", PostPages.slice(sql, PostRange.of(PostFilter.all()), deepSlice));
        List<SelectField<?>> withComments = new ArrayList<>(columns);
        withComments.addAll(List.of(PostPages.COMMENT_COUNT, PostPages.firstComments(50)));
        queries.put("first page of one author with comments", PostPages.page(sql, ofAuthor, first, withComments));
        return queries;
    }

    /** Executes a statement and returns its plan, line by line. */
    public static List<String> explain(Statement statement, Query query) throws SQLException {
        List<String> plan = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(
                "explain (analyze, buffers, costs off, timing off, summary off) " + query.getSQL(ParamType.INLINED))) {
            while (rows.next()) {
                plan.add(rows.getString(1));
            }
        }
        return plan;
    }

    /** Returns the number of table and index blocks that a plan touched, from its topmost node. */
    public static long buffers(List<String> plan) {
        for (String line : plan) {
            Matcher touched = BUFFERS.matcher(line);
            if (touched.find()) {
                String read = touched.group(2);
                return Long.parseLong(touched.group(1)) + (read == null ? 0 : Long.parseLong(read));
            }
        }
        throw new IllegalArgumentException("no buffers in " + plan);
    }

    public static void print(Database db, UserId author, Consumer<String> line) throws SQLException {
        try (Connection connection = ConnectionSettings.connect(db);
                Statement statement = connection.createStatement()) {
            for (Map.Entry<String, Query> each :
                    queries(db, author, BulkLoader.FIRST.plusSeconds(10_000)).entrySet()) {
                line.accept("\n" + each.getKey() + ":\n");
                line.accept("    " + each.getValue().getSQL());
                explain(statement, each.getValue()).forEach(row -> line.accept("    " + row));
            }
        }
    }
}
