package dev.roster.adapters.jdbc.repository;

import static dev.roster.adapters.jdbc.schema.Tables.COMMENTS;
import static dev.roster.adapters.jdbc.schema.Tables.POSTS;
import static dev.roster.adapters.jdbc.schema.Tables.USERS;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.trueCondition;

import dev.roster.adapters.jdbc.schema.tables.records.CommentsRecord;
import dev.roster.adapters.jdbc.sql.ParentLock;
import dev.roster.adapters.jdbc.sql.RenderedStatements;
import dev.roster.adapters.jdbc.sql.Statements;
import dev.roster.application.port.storage.CommentRepository;
import dev.roster.application.port.storage.StorageUnavailableException;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.post.Comment;
import dev.roster.domain.post.CommentId;
import dev.roster.domain.post.NewComment;
import dev.roster.domain.post.PostId;
import dev.roster.domain.post.PostNotFoundException;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.Query;
import org.jooq.Record;
import org.jooq.Table;

/** Repository of comments backed by jOOQ. */
public final class JooqCommentRepository implements CommentRepository {

    private static final RenderedStatements RENDERED = new RenderedStatements();

    private final Statements statements;

    public JooqCommentRepository(Statements statements) {
        this.statements = statements;
    }

    @Override
    public Comment create(NewComment comment) {
        // The stored comment, except for its id, which the database assigns.
        Comment initial = comment.toComment(new CommentId(1));
        return statements.writeWithConstraint(
                sql -> {
                    // Locks in the same order as the deletion of a user does.
                    ParentLock.lock(sql, USERS.ID, comment.authorId().value());
                    ParentLock.lock(sql, POSTS.ID, comment.postId().value());
                    return RENDERED.statement(sql, "create", () -> insert(sql))
                            .bind("post", initial.postId().value())
                            .bind("author", initial.authorId().value())
                            .bind("content", initial.content())
                            .bind("created_at", initial.createdAt())
                            .fetchSingle(row -> comment.toComment(new CommentId(row.getLong(1))));
                },
                violation -> {
                    if (!postExists(comment.postId())) {
                        throw new PostNotFoundException(comment.postId());
                    }
                    throw new UserNotFoundException(comment.authorId());
                });
    }

    private static Query insert(DSLContext sql) {
        return sql.insertInto(COMMENTS)
                .set(COMMENTS.POST_ID, param("post", COMMENTS.POST_ID))
                .set(COMMENTS.AUTHOR_ID, param("author", COMMENTS.AUTHOR_ID))
                .set(COMMENTS.CONTENT, param("content", COMMENTS.CONTENT))
                .set(COMMENTS.CREATED_AT, param("created_at", COMMENTS.CREATED_AT))
                .returningResult(COMMENTS.ID);
    }

    private boolean postExists(PostId id) {
        return statements.read(sql -> sql.fetchExists(POSTS, POSTS.ID.eq(id.value())));
    }

    @Override
    public Optional<Comment> findById(CommentId id) {
        Objects.requireNonNull(id, "id");
        return statements.read(sql -> RENDERED.statement(
                        sql, "findById", () -> sql.selectFrom(COMMENTS).where(COMMENTS.ID.eq(param("id", COMMENTS.ID))))
                .bind("id", id.value())
                .fetchOptional(row -> toComment(row, 1)));
    }

    /**
     * Reads items and total in one statement, so that they are consistent. The total is returned even if the page is
     * empty.
     */
    @Override
    public Page<Comment> findByPost(PostId postId, PageRequest request) {
        Objects.requireNonNull(request, "request");
        return statements.read(sql -> RENDERED.statement(sql, "findByPost", () -> page(sql))
                .bind("post", postId.value())
                .bind("size", request.size())
                .bind("skipped", request.offset())
                .fetchPage(request, row -> toComment(row, 2)));
    }

    private static Query page(DSLContext sql) {
        Param<Long> post = param("post", COMMENTS.POST_ID);
        Table<Record> page = select(COMMENTS.fields())
                .from(COMMENTS)
                .where(COMMENTS.POST_ID.eq(post))
                .orderBy(COMMENTS.POST_ID, COMMENTS.CREATED_AT, COMMENTS.ID)
                .limit(param("size", Integer.class))
                .offset(param("skipped", Long.class))
                .asTable("page");
        Field<Integer> total = count().as("total");
        Table<?> counted =
                select(total).from(COMMENTS).where(COMMENTS.POST_ID.eq(post)).asTable("counted");
        return sql.select(counted.fields())
                .select(page.fields())
                .from(counted)
                .leftJoin(page)
                .on(trueCondition())
                .orderBy(page.field(COMMENTS.CREATED_AT), page.field(COMMENTS.ID));
    }

    @Override
    public boolean delete(CommentId id) {
        return statements.writeSingle(sql -> sql.deleteFrom(COMMENTS)
                        .where(COMMENTS.ID.eq(id.value()))
                        .execute())
                == 1;
    }

    /** Maps a row whose columns, from the given one on, are those of the table. */
    private static Comment toComment(ResultSet row, int first) throws SQLException {
        return toComment(
                row.getLong(first),
                row.getLong(first + 1),
                row.getLong(first + 2),
                row.getString(first + 3),
                RenderedStatements.instant(row, first + 4));
    }

    static Comment toComment(CommentsRecord row) {
        return toComment(row.getId(), row.getPostId(), row.getAuthorId(), row.getContent(), row.getCreatedAt());
    }

    private static Comment toComment(long id, long post, long author, String content, Instant createdAt) {
        try {
            return new Comment(new CommentId(id), new PostId(post), new UserId(author), content, createdAt);
        } catch (RuntimeException broken) {
            // The row was not written through the domain; the caller did nothing wrong.
            throw new StorageUnavailableException("the row of comment " + id + " cannot be read", broken);
        }
    }
}
