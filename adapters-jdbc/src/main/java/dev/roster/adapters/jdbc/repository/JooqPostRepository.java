package dev.roster.adapters.jdbc.repository;

import static dev.roster.adapters.jdbc.schema.Tables.POSTS;
import static dev.roster.adapters.jdbc.schema.Tables.USERS;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.param;

import dev.roster.adapters.jdbc.schema.tables.records.CommentsRecord;
import dev.roster.adapters.jdbc.schema.tables.records.PostsRecord;
import dev.roster.adapters.jdbc.sql.ParentLock;
import dev.roster.adapters.jdbc.sql.RenderedStatements;
import dev.roster.adapters.jdbc.sql.Statements;
import dev.roster.application.port.storage.PostRepository;
import dev.roster.application.port.storage.StorageUnavailableException;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.StaleVersionException;
import dev.roster.domain.post.NewPost;
import dev.roster.domain.post.Post;
import dev.roster.domain.post.PostFilter;
import dev.roster.domain.post.PostId;
import dev.roster.domain.post.PostNotFoundException;
import dev.roster.domain.post.PostSlice;
import dev.roster.domain.post.PostWithComments;
import dev.roster.domain.post.SliceRequest;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.SelectField;

/** Repository of posts backed by jOOQ. */
public final class JooqPostRepository implements PostRepository {

    private static final RenderedStatements RENDERED = new RenderedStatements();
    private static final RenderedStatements PAGES = new RenderedStatements();
    private static final RenderedStatements SLICES = new RenderedStatements();

    private final Statements statements;

    public JooqPostRepository(Statements statements) {
        this.statements = statements;
    }

    @Override
    public Post create(NewPost post) {
        // The stored post, except for its id, which the database assigns.
        Post initial = post.toPost(new PostId(1));
        return statements.writeWithConstraint(
                sql -> {
                    ParentLock.lock(sql, USERS.ID, post.authorId().value());
                    return RENDERED.statement(sql, "create", () -> insert(sql))
                            .bind("author", initial.authorId().value())
                            .bind("title", initial.title())
                            .bind("content", initial.content())
                            .bind("published", initial.published())
                            .bind("created_at", initial.createdAt())
                            .bind("version", initial.version())
                            .fetchSingle(row -> post.toPost(new PostId(row.getLong(1))));
                },
                violation -> {
                    throw new UserNotFoundException(post.authorId());
                });
    }

    private static Query insert(DSLContext sql) {
        return sql.insertInto(POSTS)
                .set(POSTS.AUTHOR_ID, param("author", POSTS.AUTHOR_ID))
                .set(POSTS.TITLE, param("title", POSTS.TITLE))
                .set(POSTS.CONTENT, param("content", POSTS.CONTENT))
                .set(POSTS.PUBLISHED, param("published", POSTS.PUBLISHED))
                .set(POSTS.CREATED_AT, param("created_at", POSTS.CREATED_AT))
                .set(POSTS.UPDATED_AT, param("created_at", POSTS.UPDATED_AT))
                .set(POSTS.VERSION, param("version", POSTS.VERSION))
                .returningResult(POSTS.ID);
    }

    @Override
    public Optional<Post> findById(PostId id) {
        Objects.requireNonNull(id, "id");
        return statements.read(sql -> RENDERED.statement(
                        sql, "findById", () -> sql.selectFrom(POSTS).where(POSTS.ID.eq(param("id", POSTS.ID))))
                .bind("id", id.value())
                .fetchOptional(row -> toPost(row, 1)));
    }

    @Override
    public Page<Post> findPaginated(PageRequest request, PostFilter filter) {
        Objects.requireNonNull(request, "request");
        List<PostRange> ranges = PostRange.of(filter);
        if (ranges.isEmpty()) {
            return Page.empty(request);
        }
        return statements.read(sql -> {
            Supplier<Query> query = () -> PostPages.page(sql, ranges, request, List.of(POSTS.fields()));
            RenderedStatements.Call call = PostPages.hasReusableSql(sql, ranges, request)
                    ? PAGES.statement(sql, PostPages.Shape.of(ranges, request), query)
                    : RenderedStatements.statement(sql, query.get());
            List<Post> items = new ArrayList<>(request.size());
            List<Long> totals = PostPages.bind(sql, call, ranges, request).fetch(row -> {
                if (row.getLong(2) != 0) { // no post has id 0: the page is empty
                    items.add(toPost(row, 2));
                }
                return row.getLong(1);
            });
            return new Page<>(items, totals.get(0), request);
        });
    }

    @Override
    public Page<PostWithComments> findWithComments(PageRequest request, PostFilter filter, int commentsEach) {
        if (commentsEach < 1) {
            throw new IllegalArgumentException("commentsEach must be at least 1, was " + commentsEach);
        }
        Field<Result<CommentsRecord>> first = PostPages.firstComments(commentsEach);
        Objects.requireNonNull(request, "request");
        List<PostRange> ranges = PostRange.of(filter);
        List<SelectField<?>> columns = new ArrayList<>(List.of(POSTS.fields()));
        columns.addAll(List.of(PostPages.COMMENT_COUNT, first));
        return statements.read(sql -> {
            if (ranges.isEmpty()) {
                return Page.empty(request);
            }
            List<Record> rows = PostPages.page(sql, ranges, request, columns).fetch();
            List<PostWithComments> items = rows.stream()
                    .filter(row -> row.get(POSTS.ID) != null)
                    .map(row -> new PostWithComments(
                            toPost(row.into(POSTS)),
                            row.get(first).map(JooqCommentRepository::toComment),
                            row.get(PostPages.COMMENT_COUNT)))
                    .toList();
            return new Page<>(items, rows.get(0).get(PostPages.TOTAL), request);
        });
    }

    @Override
    public PostSlice findAfter(SliceRequest request, PostFilter filter) {
        Objects.requireNonNull(request, "request");
        List<PostRange> ranges = PostRange.of(filter);
        List<Post> read = statements.read(sql -> ranges.isEmpty()
                ? List.of()
                : PostPages.bind(
                                SLICES.statement(
                                        sql,
                                        PostPages.Shape.of(ranges, request),
                                        () -> PostPages.slice(sql, ranges, request)),
                                ranges,
                                request)
                        .fetch(row -> toPost(row, 1)));
        return PostSlice.of(read, request.size());
    }

    @Override
    public Post update(Post post) {
        Optional<Post> stored = statements.writeSingle(sql -> RENDERED.statement(sql, "update", () -> update(sql))
                .bind("title", post.title())
                .bind("content", post.content())
                .bind("published", post.published())
                .bind("updated_at", post.updatedAt())
                .bind("id", post.id().value())
                .bind("version", post.version())
                .fetchOptional(row -> toPost(row, 1)));
        return stored.orElseThrow(() -> {
            return exists(post.id()) ? staleVersion(post.id()) : new PostNotFoundException(post.id());
        });
    }

    private static Query update(DSLContext sql) {
        return sql.update(POSTS)
                .set(POSTS.TITLE, param("title", POSTS.TITLE))
                .set(POSTS.CONTENT, param("content", POSTS.CONTENT))
                .set(POSTS.PUBLISHED, param("published", POSTS.PUBLISHED))
                .set(POSTS.UPDATED_AT, param("updated_at", POSTS.UPDATED_AT))
                .set(POSTS.VERSION, POSTS.VERSION.plus(inline(1L)))
                .where(POSTS.ID.eq(param("id", POSTS.ID)))
                .and(POSTS.VERSION.eq(param("version", POSTS.VERSION)))
                .returning();
    }

    @Override
    public boolean delete(PostId id) {
        return delete(POSTS.ID.eq(id.value()));
    }

    @Override
    public boolean delete(PostId id, long version) {
        boolean deleted = delete(hasVersion(id, version));
        if (!deleted && exists(id)) {
            throw staleVersion(id);
        }
        return deleted;
    }

    /** Deletes posts; the foreign key's cascade deletes their comments. */
    private boolean delete(Condition condition) {
        return statements.writeSingle(
                        sql -> sql.deleteFrom(POSTS).where(condition).execute())
                == 1;
    }

    private boolean exists(PostId id) {
        return statements.read(sql -> sql.fetchExists(POSTS, POSTS.ID.eq(id.value())));
    }

    private static Condition hasVersion(PostId id, long version) {
        return POSTS.ID.eq(id.value()).and(POSTS.VERSION.eq(version));
    }

    private static StaleVersionException staleVersion(PostId id) {
        return new StaleVersionException("post " + id);
    }

    /** Maps a row whose columns, from the given one on, are those of the table. */
    private static Post toPost(ResultSet row, int first) throws SQLException {
        return toPost(
                row.getLong(first),
                row.getLong(first + 1),
                row.getString(first + 2),
                row.getString(first + 3),
                row.getBoolean(first + 4),
                RenderedStatements.instant(row, first + 5),
                RenderedStatements.instant(row, first + 6),
                row.getLong(first + 7));
    }

    private static Post toPost(PostsRecord row) {
        return toPost(
                row.getId(),
                row.getAuthorId(),
                row.getTitle(),
                row.getContent(),
                row.getPublished(),
                row.getCreatedAt(),
                row.getUpdatedAt(),
                row.getVersion());
    }

    private static Post toPost(
            long id,
            long author,
            String title,
            String content,
            boolean published,
            Instant createdAt,
            Instant updatedAt,
            long version) {
        try {
            return new Post(
                    new PostId(id), new UserId(author), title, content, published, createdAt, updatedAt, version);
        } catch (RuntimeException broken) {
            // The row was not written through the domain; the caller did nothing wrong.
            throw new StorageUnavailableException("the row of post " + id + " cannot be read", broken);
        }
    }
}
