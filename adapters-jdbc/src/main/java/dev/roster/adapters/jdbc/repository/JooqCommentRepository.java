package dev.roster.adapters.jdbc.repository;

import static dev.roster.adapters.jdbc.schema.Tables.COMMENTS;
import static dev.roster.adapters.jdbc.schema.Tables.POSTS;
import static dev.roster.adapters.jdbc.schema.Tables.USERS;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.multiset;
import static org.jooq.impl.DSL.octetLength;
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectCount;
import static org.jooq.impl.DSL.selectFrom;
import static org.jooq.impl.DSL.sum;

import dev.roster.adapters.jdbc.schema.tables.Comments;
import dev.roster.adapters.jdbc.schema.tables.records.CommentsRecord;
import dev.roster.adapters.jdbc.sql.ParentLock;
import dev.roster.adapters.jdbc.sql.RenderedStatements;
import dev.roster.adapters.jdbc.sql.SqlFailures;
import dev.roster.adapters.jdbc.sql.Statements;
import dev.roster.application.port.storage.CommentRepository;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.post.Comment;
import dev.roster.domain.post.CommentId;
import dev.roster.domain.post.CommentsEach;
import dev.roster.domain.post.NewComment;
import dev.roster.domain.post.PostId;
import dev.roster.domain.post.PostNotFoundException;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Result;

/** Repository of comments backed by jOOQ. */
public final class JooqCommentRepository implements CommentRepository {

    private static final EntityTable<CommentsRecord> TABLE = new EntityTable<>(COMMENTS.ID);

    private final Statements statements;

    public JooqCommentRepository(Statements statements) {
        this.statements = statements;
    }

    @Override
    public Comment create(NewComment comment) {
        CommentsRecord row = toRow(comment.toComment(new CommentId(1)));
        return statements.writeWithConstraint(
                sql -> {
                    // Locks in the same order as the deletion of a user does.
                    ParentLock.lock(sql, USERS.ID, comment.authorId().value());
                    ParentLock.lock(sql, POSTS.ID, comment.postId().value());
                    return comment.toComment(new CommentId(TABLE.insert(sql, row)));
                },
                violation -> {
                    throw JooqPostRepository.TABLE.exists(
                                    statements, comment.postId().value())
                            ? new UserNotFoundException(comment.authorId())
                            : new PostNotFoundException(comment.postId());
                });
    }

    @Override
    public Optional<Comment> findById(CommentId id) {
        return TABLE.find(statements, COMMENTS.ID, id.value(), JooqCommentRepository::toComment);
    }

    @Override
    public Page<Comment> findByPost(PostId postId, PageRequest request) {
        Objects.requireNonNull(request, "request");
        return statements.read(sql -> TABLE.page(
                        sql, request, JooqCommentRepository::onPost, COMMENTS.POST_ID, COMMENTS.CREATED_AT, COMMENTS.ID)
                .bind("post", postId.value())
                .fetchPage(request, JooqCommentRepository::toComment));
    }

    @Override
    public boolean delete(CommentId id) {
        return TABLE.delete(statements, id.value());
    }

    /** Returns a column with the first comments on a post, oldest first. */
    static Field<Result<CommentsRecord>> firstOnPost(CommentsEach limit) {
        // A subquery selects the ids, because H2 supports no limit where the query refers to the outer one.
        Comments first = COMMENTS.as("first");
        return multiset(selectFrom(COMMENTS)
                        .where(COMMENTS.ID.in(select(first.ID)
                                .from(first)
                                .where(first.POST_ID.eq(POSTS.ID))
                                .orderBy(first.CREATED_AT, first.ID)
                                .limit(inline(limit.maxNumber()))))
                        .and(bytesUpToComment().le(inline((long) limit.maxBytes())))
                        .orderBy(COMMENTS.CREATED_AT, COMMENTS.ID))
                .as("first_comments");
    }

    /**
     * Returns the size of a comment and of the older ones on its post. PostgreSQL knows the sizes without reading the
     * contents, and the sum is computed for the first comments only.
     */
    private static Field<Long> bytesUpToComment() {
        Comments older = COMMENTS.as("older");
        return field(select(sum(octetLength(older.CONTENT)).cast(Long.class))
                .from(older)
                .where(older.POST_ID.eq(COMMENTS.POST_ID))
                .and(row(older.CREATED_AT, older.ID).le(COMMENTS.CREATED_AT, COMMENTS.ID)));
    }

    private static CommentsRecord toRow(Comment comment) {
        return new CommentsRecord(
                comment.id().value(),
                comment.postId().value(),
                comment.authorId().value(),
                comment.content(),
                comment.createdAt());
    }

    // Conditions and columns are methods: as constants, they loaded 190 classes of jOOQ and 26 MiB at each start.

    /** Returns a column with the number of comments on a post. */
    static Field<Long> countOnPost() {
        return field(selectCount().from(COMMENTS).where(COMMENTS.POST_ID.eq(POSTS.ID)))
                .cast(Long.class)
                .as("comment_count");
    }

    private static Condition onPost() {
        return COMMENTS.POST_ID.eq(param("post", COMMENTS.POST_ID));
    }

    private static Comment toComment(ResultSet row) throws SQLException {
        long id = row.getLong(1);
        return SqlFailures.reportInvalidRow(
                "comment",
                id,
                () -> new Comment(
                        new CommentId(id),
                        new PostId(row.getLong(2)),
                        new UserId(row.getLong(3)),
                        row.getString(4),
                        RenderedStatements.instant(row, 5)));
    }

    static Comment toComment(CommentsRecord row) {
        return SqlFailures.reportInvalidRow(
                "comment",
                row.getId(),
                () -> new Comment(
                        new CommentId(row.getId()),
                        new PostId(row.getPostId()),
                        new UserId(row.getAuthorId()),
                        row.getContent(),
                        row.getCreatedAt()));
    }
}
