package dev.roster.adapters.jdbc;

import static dev.roster.adapters.jdbc.schema.Tables.COMMENTS;
import static dev.roster.adapters.jdbc.schema.Tables.POSTS;
import static dev.roster.adapters.jdbc.schema.Tables.USERS;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.trueCondition;

import dev.roster.adapters.jdbc.schema.tables.records.CommentsRecord;
import dev.roster.application.port.CommentRepository;
import dev.roster.application.port.StorageUnavailableException;
import dev.roster.domain.Comment;
import dev.roster.domain.CommentId;
import dev.roster.domain.NewComment;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.PostId;
import dev.roster.domain.PostNotFoundException;
import dev.roster.domain.UserId;
import dev.roster.domain.UserNotFoundException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.Table;

/** Comments in the table of that name. */
final class JooqCommentRepository implements CommentRepository {

    private final Statements statements;

    JooqCommentRepository(Statements statements) {
        this.statements = statements;
    }

    @Override
    public Comment create(NewComment comment) {
        // What is stored, but for the id, which only the database knows.
        Comment initial = comment.created(new CommentId(1));
        CommentsRecord stored = statements.refusable(
                sql -> {
                    // In the order in which the deletion of a user takes them.
                    Parents.hold(sql, USERS.ID, comment.authorId().value());
                    Parents.hold(sql, POSTS.ID, comment.postId().value());
                    return sql.insertInto(COMMENTS)
                            .set(COMMENTS.POST_ID, initial.postId().value())
                            .set(COMMENTS.AUTHOR_ID, initial.authorId().value())
                            .set(COMMENTS.CONTENT, initial.content())
                            .set(COMMENTS.CREATED_AT, initial.createdAt())
                            .returning()
                            .fetchSingle();
                },
                violation -> {
                    if (!postExists(comment.postId())) {
                        throw new PostNotFoundException(comment.postId());
                    }
                    throw new UserNotFoundException(comment.authorId());
                });
        return toComment(stored);
    }

    private boolean postExists(PostId id) {
        return statements.read(sql -> sql.fetchExists(POSTS, POSTS.ID.eq(id.value())));
    }

    @Override
    public Optional<Comment> findById(CommentId id) {
        return statements
                .read(sql -> sql.selectFrom(COMMENTS)
                        .where(COMMENTS.ID.eq(id.value()))
                        .fetchOptional())
                .map(JooqCommentRepository::toComment);
    }

    /** One statement, so that items and total are of one moment: the count is there even if the page has no row. */
    @Override
    public Page<Comment> findByPost(PostId postId, PageRequest request) {
        Objects.requireNonNull(request, "request");
        Table<Record> page = select(COMMENTS.fields())
                .from(COMMENTS)
                .where(COMMENTS.POST_ID.eq(postId.value()))
                .orderBy(COMMENTS.POST_ID, COMMENTS.CREATED_AT, COMMENTS.ID)
                .limit(request.size())
                .offset(request.offset())
                .asTable("page");
        Field<Integer> total = count().as("total");
        Table<?> counted = select(total)
                .from(COMMENTS)
                .where(COMMENTS.POST_ID.eq(postId.value()))
                .asTable("counted");
        Result<Record> rows = statements.read(sql -> sql.select(counted.fields())
                .select(page.fields())
                .from(counted)
                .leftJoin(page)
                .on(trueCondition())
                .orderBy(page.field(COMMENTS.CREATED_AT), page.field(COMMENTS.ID))
                .fetch());
        List<Comment> items = rows.stream()
                .filter(row -> row.get(COMMENTS.ID) != null)
                .map(row -> toComment(row.into(COMMENTS)))
                .toList();
        return new Page<>(items, rows.get(0).get(0, Long.class), request);
    }

    @Override
    public boolean delete(CommentId id) {
        return statements.write(sql -> sql.deleteFrom(COMMENTS)
                        .where(COMMENTS.ID.eq(id.value()))
                        .execute())
                == 1;
    }

    static Comment toComment(CommentsRecord row) {
        try {
            return new Comment(
                    new CommentId(row.getId()),
                    new PostId(row.getPostId()),
                    new UserId(row.getAuthorId()),
                    row.getContent(),
                    row.getCreatedAt());
        } catch (RuntimeException broken) {
            // As with users: written past the domain, so no fault of the caller's.
            throw new StorageUnavailableException("the row of comment " + row.getId() + " cannot be read", broken);
        }
    }
}
