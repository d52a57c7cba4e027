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
 * The comments on posts. They never change.
 *
 * <p>Over all methods: text is kept exactly, up to the longest value the domain allows
 * ({@code comments.text-kept-exactly}), and instants keep their microseconds ({@code comments.microseconds-kept}). A
 * write that has returned is seen by every other client of the same backend ({@code comments.visible-to-second-client}).
 * Values the domain refuses never get here, and {@code null} is refused with {@link NullPointerException}; either way
 * nothing is written ({@code comments.invalid-rejected}). A comment goes when its post goes ({@code comments.deleted-with-post}), and when its author goes
 * ({@code comments.deleted-with-author}).
 */
public interface CommentRepository {

    /**
     * Stores a new comment.
     *
     * <p>All fields come back as given, with an id ({@code comments.fields-round-trip}). Ids are never used twice
     * ({@code comments.ids-never-reused}), and grow with each comment of one client ({@code comments.ids-increase}). No
     * comment is left without its post, also if the post is deleted at the same time
     * ({@code comments.no-orphan-on-concurrent-delete}).
     *
     * @return the comment as stored
     * @throws PostNotFoundException if there is no such post, whether or not there is such an author
     *     ({@code comments.unknown-post-rejected})
     * @throws UserNotFoundException if there is no such author ({@code comments.unknown-author-rejected})
     */
    Comment create(NewComment comment);

    /** The comment of that id; empty if there is none ({@code comments.unknown-is-empty}). */
    Optional<Comment> findById(CommentId id);

    /**
     * A page of the comments on a post ({@code comments.list-only-of-post}), the oldest first by {@link Comment#createdAt()},
     * those of one instant by id, the lowest first ({@code comments.list-oldest-first}). The pages joined are the whole list,
     * also if all are of one instant ({@code comments.list-pages-complete}); a page past the end is empty and still tells the
     * right total ({@code comments.list-past-the-end-empty}). A post that does not exist has none
     * ({@code comments.unknown-is-empty}).
     */
    Page<Comment> findByPost(PostId postId, PageRequest request);

    /**
     * Deletes a comment and nothing else ({@code comments.delete-affects-one}).
     *
     * @return whether there was such a comment ({@code comments.delete-missing-is-false})
     */
    boolean delete(CommentId id);
}
