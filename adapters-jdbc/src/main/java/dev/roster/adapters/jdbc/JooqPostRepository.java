package dev.roster.adapters.jdbc;

import static dev.roster.adapters.jdbc.schema.Tables.POSTS;
import static dev.roster.adapters.jdbc.schema.Tables.USERS;

import dev.roster.adapters.jdbc.schema.tables.records.CommentsRecord;
import dev.roster.adapters.jdbc.schema.tables.records.PostsRecord;
import dev.roster.application.port.PostRepository;
import dev.roster.application.port.StorageUnavailableException;
import dev.roster.domain.NewPost;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.Post;
import dev.roster.domain.PostFilter;
import dev.roster.domain.PostId;
import dev.roster.domain.PostNotFoundException;
import dev.roster.domain.PostSlice;
import dev.roster.domain.PostWithComments;
import dev.roster.domain.SliceRequest;
import dev.roster.domain.StaleVersionException;
import dev.roster.domain.UserId;
import dev.roster.domain.UserNotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.SelectField;

/** Posts in the table of that name. */
final class JooqPostRepository implements PostRepository {

    private final Statements statements;

    JooqPostRepository(Statements statements) {
        this.statements = statements;
    }

    @Override
    public Post create(NewPost post) {
        // What is stored right after creation, but for the id, which only the database knows.
        Post initial = post.created(new PostId(1));
        PostsRecord stored = statements.refusable(
                sql -> {
                    Parents.hold(sql, USERS.ID, post.authorId().value());
                    return sql.insertInto(POSTS)
                            .set(POSTS.AUTHOR_ID, initial.authorId().value())
                            .set(POSTS.TITLE, initial.title())
                            .set(POSTS.CONTENT, initial.content())
                            .set(POSTS.PUBLISHED, initial.published())
                            .set(POSTS.CREATED_AT, initial.createdAt())
                            .set(POSTS.UPDATED_AT, initial.updatedAt())
                            .set(POSTS.VERSION, initial.version())
                            .returning()
                            .fetchSingle();
                },
                violation -> {
                    throw new UserNotFoundException(post.authorId());
                });
        return toPost(stored);
    }

    @Override
    public Optional<Post> findById(PostId id) {
        return statements
                .read(sql ->
                        sql.selectFrom(POSTS).where(POSTS.ID.eq(id.value())).fetchOptional())
                .map(JooqPostRepository::toPost);
    }

    @Override
    public Page<Post> findPaginated(PageRequest request, PostFilter filter) {
        return page(request, filter, List.of(), row -> toPost(row.into(POSTS)));
    }

    @Override
    public Page<PostWithComments> findWithComments(PageRequest request, PostFilter filter, int commentsEach) {
        if (commentsEach < 1) {
            throw new IllegalArgumentException("comments of each must be at least 1, was " + commentsEach);
        }
        Field<Result<CommentsRecord>> first = PostPages.firstComments(commentsEach);
        return page(
                request,
                filter,
                List.of(PostPages.COMMENT_COUNT, first),
                row -> new PostWithComments(
                        toPost(row.into(POSTS)),
                        row.get(first).map(JooqCommentRepository::toComment),
                        row.get(PostPages.COMMENT_COUNT)));
    }

    private <T> Page<T> page(
            PageRequest request, PostFilter filter, List<? extends SelectField<?>> more, Function<Record, T> mapping) {
        Objects.requireNonNull(request, "request");
        List<PostRange> ranges = PostRange.of(filter);
        List<SelectField<?>> columns = new ArrayList<>(List.of(POSTS.fields()));
        columns.addAll(more);
        return statements.read(sql -> {
            if (ranges.isEmpty()) {
                return Page.empty(request);
            }
            List<Record> rows = PostPages.page(sql, ranges, request, columns).fetch();
            List<T> items = rows.stream()
                    .filter(row -> row.get(POSTS.ID) != null)
                    .map(mapping)
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
                : PostPages.slice(sql, ranges, request).fetch(row -> toPost(row.into(POSTS))));
        return PostSlice.of(read, request.size());
    }

    @Override
    public Post update(Post post) {
        Optional<PostsRecord> stored = statements.write(sql -> sql.update(POSTS)
                .set(POSTS.TITLE, post.title())
                .set(POSTS.CONTENT, post.content())
                .set(POSTS.PUBLISHED, post.published())
                .set(POSTS.UPDATED_AT, post.updatedAt())
                .set(POSTS.VERSION, POSTS.VERSION.plus(1))
                .where(isAt(post.id(), post.version()))
                .returning()
                .fetchOptional());
        return stored.map(JooqPostRepository::toPost).orElseThrow(() -> {
            return exists(post.id()) ? stale(post.id()) : new PostNotFoundException(post.id());
        });
    }

    @Override
    public boolean delete(PostId id) {
        return delete(POSTS.ID.eq(id.value()));
    }

    @Override
    public boolean delete(PostId id, long version) {
        boolean deleted = delete(isAt(id, version));
        if (!deleted && exists(id)) {
            throw stale(id);
        }
        return deleted;
    }

    /** Comments go by the foreign key's cascade. */
    private boolean delete(Condition condition) {
        return statements.write(sql -> sql.deleteFrom(POSTS).where(condition).execute()) == 1;
    }

    private boolean exists(PostId id) {
        return statements.read(sql -> sql.fetchExists(POSTS, POSTS.ID.eq(id.value())));
    }

    private static Condition isAt(PostId id, long version) {
        return POSTS.ID.eq(id.value()).and(POSTS.VERSION.eq(version));
    }

    private static StaleVersionException stale(PostId id) {
        return new StaleVersionException("post " + id);
    }

    private static Post toPost(PostsRecord row) {
        try {
            return new Post(
                    new PostId(row.getId()),
                    new UserId(row.getAuthorId()),
                    row.getTitle(),
                    row.getContent(),
                    row.getPublished(),
                    row.getCreatedAt(),
                    row.getUpdatedAt(),
                    row.getVersion());
        } catch (RuntimeException broken) {
            // As with users: written past the domain, so no fault of the caller's.
            throw new StorageUnavailableException("the row of post " + row.getId() + " cannot be read", broken);
        }
    }
}
