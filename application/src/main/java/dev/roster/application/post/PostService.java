package dev.roster.application.post;

import dev.roster.application.access.Admins;
import dev.roster.application.access.Caller;
import dev.roster.application.access.CallerSessions;
import dev.roster.application.access.NotAllowedException;
import dev.roster.application.access.OptimisticRetry;
import dev.roster.application.access.Precondition;
import dev.roster.application.access.PreconditionFailedException;
import dev.roster.application.access.Revision;
import dev.roster.application.access.Viewer;
import dev.roster.application.port.security.InvalidAccessTokenException;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.post.CommentsEach;
import dev.roster.domain.post.Post;
import dev.roster.domain.post.PostFilter;
import dev.roster.domain.post.PostId;
import dev.roster.domain.post.PostNotFoundException;
import dev.roster.domain.post.PostSlice;
import dev.roster.domain.post.PostWithComments;
import dev.roster.domain.post.SliceRequest;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Manages posts, and decides which callers may read and change them.
 *
 * <p>Only its author sees a draft; for all others it does not exist
 * ({@code post-service.drafts-visible-to-author-only}). A post, including a draft, may be changed or deleted by its
 * author and by an admin. Other callers get {@link NotAllowedException}, or {@link PostNotFoundException} if they may
 * not read it ({@code post-service.changeable-by-author-and-admin-only}). A change shows an admin nothing that the
 * admin may not read: the text of another user's draft is not returned, an update without fields is answered as a read,
 * and only its author publishes a draft ({@code post-service.admin-change-shows-no-draft}). A {@link Precondition} is
 * evaluated after that check, and nothing changes if it does not hold
 * ({@code post-service.failed-precondition-changes-nothing}). Safe for use by multiple threads.
 */
public final class PostService {

    /** Maximum number of comments per post in {@link #listByAuthorWithComments}. */
    public static final int MAX_COMMENTS_PER_POST = 50;

    /** Maximum size of all comments on a page in {@link #listByAuthorWithComments}, in bytes of UTF-8. */
    public static final int MAX_COMMENT_BYTES_PER_PAGE = 1 << 20;

    private final Storage storage;
    private final InstantSource clock;

    /**
     * @param storage storage of posts; not closed by this object
     * @param clock clock for all timestamps
     */
    public PostService(Storage storage, InstantSource clock) {
        this.storage = storage;
        this.clock = clock;
    }

    /**
     * Stores a post by the caller ({@code post-service.created-by-caller}).
     *
     * @throws dev.roster.domain.InvalidValueException if the title or the content is invalid
     * @throws InvalidAccessTokenException if the caller was deleted, or the caller's session ended, concurrently
     */
    public Post create(Caller caller, PostInput draft) {
        CallerSessions.requireCurrent(storage, caller);
        try {
            return storage.posts().create(draft.toNewPost(caller.id(), clock.instant()));
        } catch (UserNotFoundException gone) {
            throw new InvalidAccessTokenException("user " + caller.id() + " was deleted");
        }
    }

    /**
     * Returns a post.
     *
     * @throws PostNotFoundException if there is no such post that the viewer may read
     */
    public Post view(Viewer viewer, PostId id) {
        return requireReadable(storage, viewer, id);
    }

    /**
     * Returns one page of the posts that the viewer may read, newest first
     * ({@code post-service.lists-contain-readable-only}).
     */
    public Page<Post> list(Viewer viewer, PostQuery query, PageRequest request) {
        return query.visibleTo(viewer)
                .map(filter -> storage.posts().findPaginated(request, filter))
                .orElseGet(() -> Page.empty(request));
    }

    /** Returns the posts after a cursor of the same list, at a cost that does not grow with the position. */
    public PostSlice listAfter(Viewer viewer, PostQuery query, SliceRequest request) {
        return query.visibleTo(viewer)
                .map(filter -> storage.posts().findAfter(request, filter))
                .orElseGet(() -> new PostSlice(List.of(), Optional.empty()));
    }

    /**
     * Returns one page of the posts of one author that the viewer may read
     * ({@code post-service.lists-contain-readable-only}).
     *
     * @throws UserNotFoundException if there is no such user
     */
    public Page<Post> listByAuthor(Viewer viewer, UserId author, PageRequest request) {
        return requireAuthor(author, list(viewer, PostQuery.byAuthor(author), request));
    }

    /**
     * Returns the same page, each post with its first {@value #MAX_COMMENTS_PER_POST} comments and its number of
     * comments, read at the same moment ({@code post-service.listed-with-comments}). A post has fewer comments if they
     * are so long that all comments on the page could exceed {@value #MAX_COMMENT_BYTES_PER_PAGE} bytes.
     *
     * @throws UserNotFoundException if there is no such user
     */
    public Page<PostWithComments> listByAuthorWithComments(Viewer viewer, UserId author, PageRequest request) {
        PostFilter filter = PostQuery.byAuthor(author).visibleTo(viewer).orElseThrow();
        CommentsEach each = new CommentsEach(MAX_COMMENTS_PER_POST, MAX_COMMENT_BYTES_PER_PAGE / request.size());
        return requireAuthor(author, storage.posts().findWithComments(request, filter, each));
    }

    /**
     * Changes a post. An update without a difference stores nothing.
     *
     * @return the post after the change, as far as the caller may read it
     * @throws PostNotFoundException if there is no such post that the caller may know of, or if the update has no field
     *     and the caller may not read the post
     * @throws NotAllowedException if the caller may not change it, or may not publish it
     * @throws PreconditionFailedException if the precondition does not hold
     * @throws dev.roster.domain.InvalidValueException if the title or the content is invalid
     */
    public PostView update(Caller caller, PostId id, PostUpdate change, Precondition precondition) {
        Post updated = OptimisticRetry.inTransaction(storage, unit -> {
            Post current = requireManageable(unit, caller, id);
            if (!isReadable(caller, current)) {
                requireBlindChange(caller, id, change);
            }
            precondition.require(Revision.of(current), "post " + id);
            Post changed = change.applyTo(current);
            return changed.equals(current) ? current : unit.posts().update(changed.withUpdatedAt(clock.instant()));
        });
        return isReadable(caller, updated)
                ? new PostView.Complete(updated)
                : new PostView.HiddenDraft(updated.id(), updated.authorId());
    }

    /** Rejects changes that would show a draft to an admin who may not read it. */
    private static void requireBlindChange(Caller admin, PostId id, PostUpdate change) {
        if (change.isEmpty()) {
            throw new PostNotFoundException(id);
        }
        if (change.published().orElse(false)) {
            throw new NotAllowedException("user " + admin.id() + " may not publish post " + id);
        }
    }

    /**
     * Deletes a post with its comments.
     *
     * @throws PostNotFoundException if there is no such post that the caller may know of
     * @throws NotAllowedException if the caller may not delete it
     * @throws PreconditionFailedException if the precondition does not hold
     */
    public void delete(Caller caller, PostId id, Precondition precondition) {
        OptimisticRetry.inTransaction(storage, unit -> {
            Post current = requireManageable(unit, caller, id);
            precondition.require(Revision.of(current), "post " + id);
            if (!unit.posts().delete(id, current.version())) {
                throw new PostNotFoundException(id);
            }
            return current;
        });
    }

    /** Returns the post if the viewer may read it. Also used to check access to its comments. */
    static Optional<Post> findReadable(UnitOfWork unit, Viewer viewer, PostId id) {
        return unit.posts().findById(id).filter(post -> isReadable(viewer, post));
    }

    /** Same as {@link #findReadable}, but throws if there is no such post. */
    static Post requireReadable(UnitOfWork unit, Viewer viewer, PostId id) {
        return findReadable(unit, viewer, id).orElseThrow(() -> new PostNotFoundException(id));
    }

    private static Post requireManageable(UnitOfWork unit, Caller caller, PostId id) {
        CallerSessions.requireCurrent(unit, caller);
        Post post = unit.posts().findById(id).orElseThrow(() -> new PostNotFoundException(id));
        if (!isAuthor(caller, post) && !Admins.isAdmin(unit, caller)) {
            throw post.published()
                    ? new NotAllowedException("user " + caller.id() + " may not change post " + id)
                    : new PostNotFoundException(id);
        }
        return post;
    }

    private static boolean isReadable(Viewer viewer, Post post) {
        return post.published() || isAuthor(viewer, post);
    }

    private static boolean isAuthor(Viewer viewer, Post post) {
        return viewer instanceof Caller caller && caller.id().equals(post.authorId());
    }

    /** Checks that the author exists, which is unknown only if the list is empty. */
    private <T> Page<T> requireAuthor(UserId author, Page<T> found) {
        if (found.total() == 0 && storage.users().findById(author).isEmpty()) {
            throw new UserNotFoundException(author);
        }
        return found;
    }
}
