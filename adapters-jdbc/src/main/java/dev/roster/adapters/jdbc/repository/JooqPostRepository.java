package dev.roster.adapters.jdbc.repository;

import static dev.roster.adapters.jdbc.schema.Tables.POSTS;
import static dev.roster.adapters.jdbc.schema.Tables.USERS;

import dev.roster.adapters.jdbc.schema.tables.records.CommentsRecord;
import dev.roster.adapters.jdbc.schema.tables.records.PostsRecord;
import dev.roster.adapters.jdbc.sql.ParentLock;
import dev.roster.adapters.jdbc.sql.RenderedStatements;
import dev.roster.adapters.jdbc.sql.SqlFailures;
import dev.roster.adapters.jdbc.sql.Statements;
import dev.roster.application.port.storage.PostRepository;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.post.CommentsEach;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.SelectField;

/** Repository of posts backed by jOOQ. */
public final class JooqPostRepository implements PostRepository {

    static final VersionedTable<PostsRecord> TABLE = new VersionedTable<>(
            "post", POSTS.ID, POSTS.VERSION, List.of(POSTS.TITLE, POSTS.CONTENT, POSTS.PUBLISHED, POSTS.UPDATED_AT));

    private final Statements statements;

    public JooqPostRepository(Statements statements) {
        this.statements = statements;
    }

    @Override
    public Post create(NewPost post) {
        PostsRecord row = toRow(post.toPost(new PostId(1)));
        return statements.writeWithConstraint(
                sql -> {
                    ParentLock.lock(sql, USERS.ID, post.authorId().value());
                    return post.toPost(new PostId(TABLE.insert(sql, row)));
                },
                violation -> {
                    throw new UserNotFoundException(post.authorId());
                });
    }

    @Override
    public Optional<Post> findById(PostId id) {
        return TABLE.find(statements, POSTS.ID, id.value(), JooqPostRepository::toPost);
    }

    @Override
    public Page<Post> findPaginated(PageRequest request, PostFilter filter) {
        Objects.requireNonNull(request, "request");
        List<PostRange> ranges = PostRange.of(filter);
        return statements.read(sql -> ranges.isEmpty()
                ? Page.empty(request)
                : PostPages.preparedPage(sql, ranges, request).fetchPage(request, JooqPostRepository::toPost));
    }

    @Override
    public Page<PostWithComments> findWithComments(PageRequest request, PostFilter filter, CommentsEach commentsEach) {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(commentsEach, "commentsEach");
        List<PostRange> ranges = PostRange.of(filter);
        Field<Result<CommentsRecord>> first = JooqCommentRepository.firstOnPost(commentsEach);
        List<SelectField<?>> columns = new ArrayList<>(List.of(POSTS.fields()));
        Field<Long> count = JooqCommentRepository.countOnPost();
        columns.addAll(List.of(count, first));
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
                            row.get(count)))
                    .toList();
            return new Page<>(items, rows.get(0).get(RenderedStatements.TOTAL), request);
        });
    }

    @Override
    public PostSlice findAfter(SliceRequest request, PostFilter filter) {
        Objects.requireNonNull(request, "request");
        List<PostRange> ranges = PostRange.of(filter);
        List<Post> read = statements.read(sql -> ranges.isEmpty()
                ? List.of()
                : PostPages.preparedSlice(sql, ranges, request).fetch(JooqPostRepository::toPost));
        return PostSlice.of(read, request.size());
    }

    @Override
    public Post update(Post post) {
        return statements
                .writeSingle(sql -> TABLE.update(sql, toRow(post), JooqPostRepository::toPost))
                .orElseThrow(() ->
                        TABLE.updateRejection(statements, post.id().value(), new PostNotFoundException(post.id())));
    }

    @Override
    public boolean delete(PostId id) {
        return TABLE.delete(statements, id.value());
    }

    @Override
    public boolean delete(PostId id, long version) {
        return TABLE.delete(statements, id.value(), version);
    }

    private static PostsRecord toRow(Post post) {
        return new PostsRecord(
                post.id().value(),
                post.authorId().value(),
                post.title(),
                post.content(),
                post.published(),
                post.createdAt(),
                post.updatedAt(),
                post.version());
    }

    private static Post toPost(ResultSet row) throws SQLException {
        long id = row.getLong(1);
        return SqlFailures.reportInvalidRow(
                "post",
                id,
                () -> new Post(
                        new PostId(id),
                        new UserId(row.getLong(2)),
                        row.getString(3),
                        row.getString(4),
                        row.getBoolean(5),
                        RenderedStatements.instant(row, 6),
                        RenderedStatements.instant(row, 7),
                        row.getLong(8)));
    }

    private static Post toPost(PostsRecord row) {
        return SqlFailures.reportInvalidRow(
                "post",
                row.getId(),
                () -> new Post(
                        new PostId(row.getId()),
                        new UserId(row.getAuthorId()),
                        row.getTitle(),
                        row.getContent(),
                        row.getPublished(),
                        row.getCreatedAt(),
                        row.getUpdatedAt(),
                        row.getVersion()));
    }
}
