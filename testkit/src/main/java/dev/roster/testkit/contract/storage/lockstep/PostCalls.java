package dev.roster.testkit.contract.storage.lockstep;

import static dev.roster.testkit.contract.storage.lockstep.StorageCalls.at;
import static dev.roster.testkit.contract.storage.lockstep.StorageCalls.id;

import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.domain.PageRequest;
import dev.roster.domain.post.Comment;
import dev.roster.domain.post.CommentId;
import dev.roster.domain.post.CommentsEach;
import dev.roster.domain.post.NewComment;
import dev.roster.domain.post.NewPost;
import dev.roster.domain.post.Post;
import dev.roster.domain.post.PostCursor;
import dev.roster.domain.post.PostFilter;
import dev.roster.domain.post.PostId;
import dev.roster.domain.post.SliceRequest;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.conformance.lockstep.Bindings;
import dev.roster.testkit.conformance.lockstep.Call;
import java.util.List;
import java.util.Optional;

/** Calls on posts and comments; names and times are as in {@link StorageCalls}. */
public final class PostCalls {

    private static final PostId NO_POST = new PostId(PostId.MAX);
    private static final CommentId NO_COMMENT = new CommentId(CommentId.MAX);

    private PostCalls() {}

    /** Filter by the state of a post. */
    public enum State {
        /** Drafts and published posts. */
        ANY,
        /** Published posts. */
        PUBLISHED,
        /** Drafts. */
        DRAFT
    }

    /** Creates a post. */
    public static Call<UnitOfWork> createPost(
            String post, String author, String title, String content, boolean published, int micros) {
        return Call.of("createPost", List.of(post, author, title, content, published, micros), (unit, names) -> {
            Post created = unit.posts().create(new NewPost(id(names, author), title, content, published, at(micros)));
            names.bind(post, created.id());
            return created;
        });
    }

    /** Finds a post by id. */
    public static Call<UnitOfWork> findPost(String post) {
        return Call.of("findPost", List.of(post), (unit, names) -> unit.posts().findById(postId(names, post)));
    }

    /** Lists a page of posts. An empty author or reader name means no filter. */
    public static Call<UnitOfWork> listPosts(int page, int size, String author, State state, String reader) {
        return Call.of(
                "listPosts",
                List.of(page, size, author, state, reader),
                (unit, names) ->
                        unit.posts().findPaginated(new PageRequest(page, size), filter(names, author, state, reader)));
    }

    /** Lists a page of the published posts. */
    public static Call<UnitOfWork> listPublished(int page, int size) {
        return Call.of(
                "listPublished",
                List.of(page, size),
                (unit, names) -> unit.posts().findPublished(new PageRequest(page, size)));
    }

    /** Lists a page of the posts of an author. */
    public static Call<UnitOfWork> listByAuthor(String author, int page, int size) {
        return Call.of(
                "listByAuthor",
                List.of(author, page, size),
                (unit, names) -> unit.posts().findByAuthor(id(names, author), new PageRequest(page, size)));
    }

    /** Lists a page of posts with their oldest comments. */
    public static Call<UnitOfWork> listWithComments(int page, int size, String author, State state, int comments) {
        return Call.of(
                "listWithComments",
                List.of(page, size, author, state, comments),
                (unit, names) -> unit.posts()
                        .findWithComments(
                                new PageRequest(page, size),
                                filter(names, author, state, ""),
                                CommentsEach.atMost(comments)));
    }

    /** Lists the posts after a given one, which may be deleted; from the start if its name is unbound. */
    public static Call<UnitOfWork> listAfter(
            String post, int micros, int size, String author, State state, String reader) {
        return Call.of("listAfter", List.of(post, micros, size, author, state, reader), (unit, names) -> {
            PostId id = postId(names, post);
            Optional<PostCursor> place =
                    id.equals(NO_POST) ? Optional.empty() : Optional.of(new PostCursor(at(micros), id));
            return unit.posts().findAfter(new SliceRequest(place, size), filter(names, author, state, reader));
        });
    }

    /**
     * Updates a post.
     *
     * @param versionsOff difference between the version passed and the stored version
     */
    public static Call<UnitOfWork> updatePost(
            String post, String title, String content, boolean published, int micros, int versionsOff) {
        return Call.of("updatePost", List.of(post, title, content, published, micros, versionsOff), (unit, names) -> {
            Post read = unit.posts()
                    .findById(postId(names, post))
                    .orElseGet(() -> new NewPost(new UserId(UserId.MAX), title, "", published, at(0)).toPost(NO_POST));
            return unit.posts()
                    .update(read.withTitle(title)
                            .withContent(content)
                            .withPublished(published)
                            .withUpdatedAt(at(micros))
                            .withVersion(Math.max(1, read.version() + versionsOff)));
        });
    }

    /** Deletes a post. */
    public static Call<UnitOfWork> deletePost(String post) {
        return Call.of(
                "deletePost", List.of(post), (unit, names) -> unit.posts().delete(postId(names, post)));
    }

    /** Deletes a post at a version. */
    public static Call<UnitOfWork> deletePostAt(String post, int version) {
        return Call.of(
                "deletePostAt",
                List.of(post, version),
                (unit, names) -> unit.posts().delete(postId(names, post), version));
    }

    /** Creates a comment. */
    public static Call<UnitOfWork> createComment(
            String comment, String post, String author, String content, int micros) {
        return Call.of("createComment", List.of(comment, post, author, content, micros), (unit, names) -> {
            Comment created =
                    unit.comments().create(new NewComment(postId(names, post), id(names, author), content, at(micros)));
            names.bind(comment, created.id());
            return created;
        });
    }

    /** Finds a comment by id. */
    public static Call<UnitOfWork> findComment(String comment) {
        return Call.of(
                "findComment",
                List.of(comment),
                (unit, names) -> unit.comments().findById(names.get(comment, NO_COMMENT)));
    }

    /** Lists a page of the comments on a post. */
    public static Call<UnitOfWork> listComments(String post, int page, int size) {
        return Call.of(
                "listComments",
                List.of(post, page, size),
                (unit, names) -> unit.comments().findByPost(postId(names, post), new PageRequest(page, size)));
    }

    /** Deletes a comment. */
    public static Call<UnitOfWork> deleteComment(String comment) {
        return Call.of(
                "deleteComment",
                List.of(comment),
                (unit, names) -> unit.comments().delete(names.get(comment, NO_COMMENT)));
    }

    private static PostId postId(Bindings names, String post) {
        return names.get(post, NO_POST);
    }

    private static PostFilter filter(Bindings names, String author, State state, String reader) {
        return new PostFilter(
                author.isEmpty() ? Optional.empty() : Optional.of(id(names, author)),
                state == State.ANY ? Optional.empty() : Optional.of(state == State.PUBLISHED),
                reader.isEmpty() ? Optional.empty() : Optional.of(id(names, reader)));
    }
}
