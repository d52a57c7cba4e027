package com.example.sqlite;

import dev.roster.application.port.storage.CommentRepository;
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
import java.util.List;
import java.util.Optional;

/** The comments of a {@link SqliteStorage}. */
final class SqliteComments implements CommentRepository {

    private final Session session;

    SqliteComments(Session session) {
        this.session = session;
    }

    @Override
    public Comment create(NewComment comment) {
        return session.write(sql -> {
            if (!sql.exists("posts", comment.postId().value())) {
                throw new PostNotFoundException(comment.postId());
            }
            if (!sql.exists("users", comment.authorId().value())) {
                throw new UserNotFoundException(comment.authorId());
            }
            return sql.first(
                            "insert into comments (post_id, author_id, content, created_at) values (?, ?, ?, ?)"
                                    + " returning *",
                            SqliteComments::comment,
                            comment.postId().value(),
                            comment.authorId().value(),
                            comment.content(),
                            comment.createdAt())
                    .orElseThrow();
        });
    }

    @Override
    public Optional<Comment> findById(CommentId id) {
        return session.read(
                sql -> sql.first("select * from comments where id = ?", SqliteComments::comment, id.value()));
    }

    @Override
    public Page<Comment> findByPost(PostId postId, PageRequest request) {
        return session.read(
                sql -> new Page<>(list(sql, postId, request.size(), request.offset()), count(sql, postId), request));
    }

    @Override
    public boolean delete(CommentId id) {
        return session.write(sql -> sql.update("delete from comments where id = ?", id.value()) == 1);
    }

    /** Returns comments on a post, oldest first. */
    static List<Comment> list(Sql sql, PostId postId, int limit, long offset) {
        return sql.query(
                "select * from comments where post_id = ? order by created_at, id limit ? offset ?",
                SqliteComments::comment,
                postId.value(),
                limit,
                offset);
    }

    static long count(Sql sql, PostId postId) {
        return sql.count("select count(*) from comments where post_id = ?", postId.value());
    }

    private static Comment comment(ResultSet row) throws SQLException {
        return new Comment(
                new CommentId(row.getLong("id")),
                new PostId(row.getLong("post_id")),
                new UserId(row.getLong("author_id")),
                row.getString("content"),
                Sql.instant(row, "created_at"));
    }
}
