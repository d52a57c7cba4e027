package dev.roster.application.port.storage;

import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.post.Comment;
import dev.roster.domain.post.CommentId;
import dev.roster.domain.post.NewComment;
import dev.roster.domain.post.PostId;
import dev.roster.domain.post.PostNotFoundException;
import dev.roster.domain.user.UserNotFoundException;
import java.util.Optional;

/**
 * Repository of comments on posts. Comments never change.
 *
 * <p>Text is kept exactly, up to the maximum length of the domain ({@code comments.text-kept-exactly}). Instants keep
 * their microseconds ({@code comments.microseconds-kept}) and do not depend on the time zone or the locale of the JVM
 * ({@code comments.time-zone-independent}). A completed write is visible to all clients of the same
 * backend ({@code comments.visible-to-second-client}). Values that the domain rejects never reach a repository, and
 * null is rejected with {@link NullPointerException}; in both cases nothing is written
 * ({@code comments.invalid-rejected}). A comment is deleted with its post ({@code comments.deleted-with-post}) and with
 * its author ({@code comments.deleted-with-author}). No method changes a post or a user
 * ({@code comments.post-unchanged}).
 */
public interface CommentRepository {

    /**
     * Stores a new comment.
     *
     * <p>All fields are stored as given, with a new id ({@code comments.fields-round-trip}). Ids are never reused
     * ({@code comments.ids-never-reused}) and increase with each comment of one client ({@code comments.ids-increase}).
     * No comment is left without its post or its author, even if one of them is deleted concurrently
     * ({@code comments.no-orphan-on-concurrent-delete}).
     *
     * @return the comment as stored
     * @throws PostNotFoundException if there is no such post, whether or not the author exists
     *     ({@code comments.unknown-post-rejected})
     * @throws UserNotFoundException if there is no such author ({@code comments.unknown-author-rejected})
     */
    Comment create(NewComment comment);

    /** Returns the comment with the given id; empty if there is none ({@code comments.unknown-is-empty}). */
    Optional<Comment> findById(CommentId id);

    /**
     * Returns one page of the comments on a post ({@code comments.list-only-of-post}), oldest first by
     * {@link Comment#createdAt()}, then by id in ascending order ({@code comments.list-oldest-first}).
     *
     * <p>All pages together are the whole list, even if all comments have the same instant
     * ({@code comments.list-pages-complete}). A page past the end is empty and has the correct total
     * ({@code comments.list-past-the-end-empty}). The comments and the total are of one moment
     * ({@code transactions.page-of-one-moment}). The list of an unknown post is empty
     * ({@code comments.unknown-is-empty}).
     */
    Page<Comment> findByPost(PostId postId, PageRequest request);

    /**
     * Deletes a comment and nothing else ({@code comments.delete-affects-one}).
     *
     * @return whether there was such a comment ({@code comments.delete-missing-is-false}); true for one of several
     *     deletions at once ({@code comments.concurrent-deletions-one-wins})
     */
    boolean delete(CommentId id);
}
