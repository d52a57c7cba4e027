package dev.roster.application.post;

import dev.roster.application.access.Admins;
import dev.roster.application.access.Caller;
import dev.roster.application.access.CallerSessions;
import dev.roster.application.access.NotAllowedException;
import dev.roster.application.access.Viewer;
import dev.roster.application.port.security.InvalidAccessTokenException;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.post.Comment;
import dev.roster.domain.post.CommentId;
import dev.roster.domain.post.CommentNotFoundException;
import dev.roster.domain.post.NewComment;
import dev.roster.domain.post.PostId;
import dev.roster.domain.post.PostNotFoundException;
import dev.roster.domain.user.UserNotFoundException;
import java.time.InstantSource;

/**
 * Reads, writes and deletes comments on posts.
 *
 * <p>A viewer who may read a post may read its comments and add new ones; for other viewers neither the post nor its
 * comments exist ({@code comment-service.readable-like-post}). A comment may be deleted by its author, by the author of
 * the post and by an admin. Other callers get {@link NotAllowedException}, or {@link CommentNotFoundException} if they
 * may not read it ({@code comment-service.deletable-by-authors-and-admin-only}). Safe for use by multiple threads.
 */
public final class CommentService {

    private final Storage storage;
    private final InstantSource clock;

    /**
     * @param storage storage of comments; not closed by this object
     * @param clock clock for all timestamps
     */
    public CommentService(Storage storage, InstantSource clock) {
        this.storage = storage;
        this.clock = clock;
    }

    /**
     * Stores a comment by the caller ({@code comment-service.created-by-caller}).
     *
     * @throws PostNotFoundException if there is no such post that the caller may read
     * @throws dev.roster.domain.InvalidValueException if the content is invalid
     * @throws InvalidAccessTokenException if the caller was deleted, or the caller's session ended, concurrently
     */
    public Comment create(Caller caller, PostId postId, String content) {
        NewComment comment = new NewComment(postId, caller.id(), content, clock.instant());
        try {
            CallerSessions.requireCurrent(storage, caller);
            // No transaction: it would not lock the post, and costs three more round trips. The
            // repository rejects the comment if the post is deleted concurrently.
            PostService.requireReadable(storage, caller, postId);
            return storage.comments().create(comment);
        } catch (UserNotFoundException gone) {
            throw new InvalidAccessTokenException("user " + caller.id() + " was deleted");
        }
    }

    /**
     * Returns a comment.
     *
     * @throws CommentNotFoundException if there is no such comment that the viewer may read
     */
    public Comment view(Viewer viewer, CommentId id) {
        return storage.comments()
                .findById(id)
                .filter(comment -> isReadable(storage, viewer, comment))
                .orElseThrow(() -> new CommentNotFoundException(id));
    }

    /**
     * Returns one page of the comments on a post, oldest first.
     *
     * @throws PostNotFoundException if there is no such post that the viewer may read
     */
    public Page<Comment> list(Viewer viewer, PostId postId, PageRequest request) {
        PostService.requireReadable(storage, viewer, postId);
        return storage.comments().findByPost(postId, request);
    }

    /**
     * Deletes a comment.
     *
     * @throws CommentNotFoundException if there is no such comment that the caller may read
     * @throws NotAllowedException if the caller may not delete it
     */
    public void delete(Caller caller, CommentId id) {
        storage.inTransaction(unit -> {
            CallerSessions.requireCurrent(unit, caller);
            Comment comment = unit.comments().findById(id).orElseThrow(() -> new CommentNotFoundException(id));
            if (!mayDelete(unit, caller, comment)) {
                throw isReadable(unit, caller, comment)
                        ? new NotAllowedException("user " + caller.id() + " may not delete comment " + id)
                        : new CommentNotFoundException(id);
            }
            if (!unit.comments().delete(id)) {
                throw new CommentNotFoundException(id);
            }
            return id;
        });
    }

    private static boolean mayDelete(UnitOfWork unit, Caller caller, Comment comment) {
        return caller.id().equals(comment.authorId())
                || unit.posts()
                        .findById(comment.postId())
                        .filter(post -> post.authorId().equals(caller.id()))
                        .isPresent()
                || Admins.isAdmin(unit, caller);
    }

    private static boolean isReadable(UnitOfWork unit, Viewer viewer, Comment comment) {
        return PostService.findReadable(unit, viewer, comment.postId()).isPresent();
    }
}
