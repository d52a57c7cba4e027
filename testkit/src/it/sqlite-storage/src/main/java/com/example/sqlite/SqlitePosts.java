package com.example.sqlite;

import dev.roster.application.port.storage.PostRepository;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.StaleVersionException;
import dev.roster.domain.post.Comment;
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
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The posts of a {@link SqliteStorage}. */
final class SqlitePosts implements PostRepository {

    private final Session session;

    SqlitePosts(Session session) {
        this.session = session;
    }

    @Override
    public Post create(NewPost post) {
        return session.write(sql -> {
            if (!sql.exists("users", post.authorId().value())) {
                throw new UserNotFoundException(post.authorId());
            }
            return sql.first(
                            "insert into posts (author_id, title, content, published, created_at, updated_at, version)"
                                    + " values (?, ?, ?, ?, ?, ?, 1) returning *",
                            SqlitePosts::post,
                            post.authorId().value(),
                            post.title(),
                            post.content(),
                            post.published(),
                            post.createdAt(),
                            post.createdAt())
                    .orElseThrow();
        });
    }

    @Override
    public Optional<Post> findById(PostId id) {
        return session.read(sql -> find(sql, id));
    }

    @Override
    public Page<Post> findPaginated(PageRequest request, PostFilter filter) {
        return session.read(sql -> page(sql, request, filter));
    }

    @Override
    public PostSlice findAfter(SliceRequest request, PostFilter filter) {
        return session.read(sql -> {
            Condition condition = Condition.of(filter);
            request.after()
                    .ifPresent(cursor -> condition.and(
                            "(created_at, id) < (?, ?)",
                            cursor.createdAt(),
                            cursor.id().value()));
            return PostSlice.of(list(sql, condition, request.size() + 1, 0), request.size());
        });
    }

    @Override
    public Page<PostWithComments> findWithComments(PageRequest request, PostFilter filter, CommentsEach commentsEach) {
        Objects.requireNonNull(commentsEach, "commentsEach");
        return session.read(sql -> page(sql, request, filter).map(post -> withComments(sql, post, commentsEach)));
    }

    @Override
    public Post update(Post post) {
        return session.write(sql -> {
            requireVersion(
                    find(sql, post.id()).orElseThrow(() -> new PostNotFoundException(post.id())), post.version());
            return sql.first(
                            "update posts set title = ?, content = ?, published = ?, updated_at = ?,"
                                    + " version = version + 1 where id = ? returning *",
                            SqlitePosts::post,
                            post.title(),
                            post.content(),
                            post.published(),
                            post.updatedAt(),
                            post.id().value())
                    .orElseThrow();
        });
    }

    @Override
    public boolean delete(PostId id) {
        return session.write(sql -> delete(sql, id));
    }

    @Override
    public boolean delete(PostId id, long version) {
        return session.write(sql -> {
            find(sql, id).ifPresent(stored -> requireVersion(stored, version));
            return delete(sql, id);
        });
    }

    private static Optional<Post> find(Sql sql, PostId id) {
        return sql.first("select * from posts where id = ?", SqlitePosts::post, id.value());
    }

    private static boolean delete(Sql sql, PostId id) {
        return sql.update("delete from posts where id = ?", id.value()) == 1;
    }

    private static void requireVersion(Post stored, long version) {
        if (stored.version() != version) {
            throw new StaleVersionException("post " + stored.id());
        }
    }

    private static Page<Post> page(Sql sql, PageRequest request, PostFilter filter) {
        Condition condition = Condition.of(filter);
        List<Post> posts = list(sql, condition, request.size(), request.offset());
        return new Page<>(
                posts, sql.count("select count(*) from posts" + condition, condition.values(List.of())), request);
    }

    private static List<Post> list(Sql sql, Condition condition, int limit, long offset) {
        return sql.query(
                "select * from posts" + condition + " order by created_at desc, id desc limit ? offset ?",
                SqlitePosts::post,
                condition.values(List.of(limit, offset)));
    }

    private static PostWithComments withComments(Sql sql, Post post, CommentsEach limit) {
        List<Comment> oldest = SqliteComments.list(sql, post.id(), limit.maxNumber(), 0);
        List<Comment> first = new ArrayList<>();
        long bytes = 0;
        for (Comment comment : oldest) {
            bytes += comment.content().getBytes(StandardCharsets.UTF_8).length;
            if (bytes > limit.maxBytes()) {
                break;
            }
            first.add(comment);
        }
        return new PostWithComments(post, first, SqliteComments.count(sql, post.id()));
    }

    private static Post post(ResultSet row) throws SQLException {
        return new Post(
                new PostId(row.getLong("id")),
                new UserId(row.getLong("author_id")),
                row.getString("title"),
                row.getString("content"),
                row.getBoolean("published"),
                Sql.instant(row, "created_at"),
                Sql.instant(row, "updated_at"),
                row.getLong("version"));
    }

    /** Condition on posts that grows. */
    private record Condition(List<String> terms, List<Object> values) {

        static Condition of(PostFilter filter) {
            Condition condition = new Condition(new ArrayList<>(), new ArrayList<>());
            filter.author().ifPresent(author -> condition.and("author_id = ?", author.value()));
            filter.published().ifPresent(published -> condition.and("published = ?", published));
            filter.reader().ifPresent(reader -> condition.and("(published or author_id = ?)", reader.value()));
            return condition;
        }

        void and(String term, Object... added) {
            terms.add(term);
            values.addAll(List.of(added));
        }

        Object[] values(List<?> more) {
            List<Object> all = new ArrayList<>(values);
            all.addAll(more);
            return all.toArray();
        }

        @Override
        public String toString() {
            return terms.isEmpty() ? "" : " where " + String.join(" and ", terms);
        }
    }
}
