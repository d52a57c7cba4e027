package dev.roster.application.port.storage;

import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.StaleVersionException;
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
import java.util.Optional;

/**
 * The posts.
 *
 * <p>Over all methods: text is kept exactly, up to the longest value the domain allows ({@code posts.text-kept-exactly}),
 * and instants keep their microseconds ({@code posts.microseconds-kept}). A write that has returned is seen by every
 * other client of the same backend ({@code posts.visible-to-second-client}). Values the domain refuses, bad
 * pages among them, never get here, and {@code null} is refused with {@link NullPointerException}; either way nothing is
 * written ({@code posts.invalid-rejected}). A post goes when its author goes ({@code posts.deleted-with-author}).
 */
public interface PostRepository {

    /**
     * Stores a new post.
     *
     * <p>All fields come back as given, with an id and version 1 ({@code posts.fields-round-trip}). Ids are never used
     * twice ({@code posts.ids-never-reused}), and grow with each post of one client ({@code posts.ids-increase}). No post is
     * left without its author, also if the author is deleted at the same time ({@code posts.no-orphan-on-concurrent-delete}).
     *
     * @return the post as stored
     * @throws UserNotFoundException if there is no such author ({@code posts.unknown-author-rejected})
     */
    Post create(NewPost post);

    /** The post of that id; empty if there is none ({@code posts.unknown-is-empty}). */
    Optional<Post> findById(PostId id);

    /**
     * A page of the published posts; as {@link #findPaginated} with that filter ({@code posts.list-published-only}).
     */
    default Page<Post> findPublished(PageRequest request) {
        return findPaginated(request, PostFilter.all().published(true));
    }

    /**
     * A page of what one user wrote, drafts included; as {@link #findPaginated} with that filter
     * ({@code posts.list-only-of-author}).
     */
    default Page<Post> findByAuthor(UserId author, PageRequest request) {
        return findPaginated(request, PostFilter.all().byAuthor(author));
    }

    /**
     * A page of the posts that a filter lets through ({@code posts.filters-exact}), the newest first by
     * {@link Post#createdAt()}, those of one instant by id, the highest first ({@code posts.list-newest-first}). The pages
     * joined are the whole list, each post once ({@code posts.list-pages-complete}), also if all are of one instant
     * ({@code posts.equal-timestamps-pages-complete}). A page past the end is empty and still tells the right total
     * ({@code posts.list-past-the-end-empty}).
     *
     * <p>The total is exact: what is there when the page is read ({@code posts.totals-exact}), also after posts were
     * created, changed and deleted by many at once ({@code posts.totals-exact-after-concurrent-writes}).
     */
    Page<Post> findPaginated(PageRequest request, PostFilter filter);

    /**
     * The posts after a place, in the same order and through the same filters as {@link #findPaginated}, at a cost that
     * does not grow with the depth. Slices joined are the whole list ({@code posts.slices-complete}); while posts are created
     * and deleted in between, what was there all the time comes exactly once ({@code posts.slices-stable-under-writes}).
     * The place may be one whose post is gone.
     */
    PostSlice findAfter(SliceRequest request, PostFilter filter);

    /**
     * A page as {@link #findPaginated} gives it, each post with its first comments and how many it has, all of one moment
     * ({@code posts.list-with-comments}).
     *
     * @param commentsEach how many comments at most for each post, the oldest first; at least 1
     */
    Page<PostWithComments> findWithComments(PageRequest request, PostFilter filter, int commentsEach);

    /**
     * Stores a changed post, if nobody else changed it since it was read.
     *
     * <p>The stored version grows by one ({@code posts.update-raises-version}). Id, author and time of creation stay as
     * they were stored, whatever is passed ({@code posts.identity-immutable}). If the stored version is no longer
     * {@link Post#version()}, nothing changes ({@code posts.stale-update-rejected}), so that of concurrent updates none
     * is lost ({@code posts.concurrent-updates-not-lost}).
     *
     * @param post the post as read, with its changes, {@link Post#updatedAt()} among them
     * @return the post as stored
     * @throws PostNotFoundException if there is no such post; none is created ({@code posts.update-missing-rejected})
     * @throws StaleVersionException if the stored version is another one
     */
    Post update(Post post);

    /**
     * Deletes a post and the comments on it, and nothing else ({@code posts.delete-cascades-to-comments}).
     *
     * @return whether there was such a post ({@code posts.delete-missing-is-false})
     */
    boolean delete(PostId id);

    /**
     * Deletes a post as {@link #delete(PostId)} does, if the stored version is still the given one
     * ({@code posts.stale-delete-rejected}).
     *
     * @return whether there was such a post ({@code posts.delete-missing-is-false})
     * @throws StaleVersionException if the stored version is another one; nothing is deleted
     */
    boolean delete(PostId id, long version);
}
