package dev.roster.application.port.storage;

import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.StaleVersionException;
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
import java.util.Optional;

/**
 * Repository of posts.
 *
 * <p>Text is kept exactly, up to the maximum length of the domain ({@code posts.text-kept-exactly}). Instants keep
 * their microseconds ({@code posts.microseconds-kept}) and do not depend on the time zone or the locale of the JVM
 * ({@code posts.time-zone-independent}). A completed write is visible to all clients of the same backend
 * ({@code posts.visible-to-second-client}). Values that the domain rejects, including invalid pages, never reach a
 * repository, and null is rejected with {@link NullPointerException}; in both cases nothing is written
 * ({@code posts.invalid-rejected}). A post is deleted with its author ({@code posts.deleted-with-author}). No
 * method changes the author ({@code posts.author-unchanged}).
 */
public interface PostRepository {

    /**
     * Stores a new post.
     *
     * <p>All fields are stored as given, with a new id and version 1 ({@code posts.fields-round-trip}). Ids are never
     * reused ({@code posts.ids-never-reused}) and increase with each post of one client ({@code posts.ids-increase}).
     * No post is left without its author, even if the author is deleted concurrently
     * ({@code posts.no-orphan-on-concurrent-delete}).
     *
     * @return the post as stored
     * @throws UserNotFoundException if there is no such author ({@code posts.unknown-author-rejected})
     */
    Post create(NewPost post);

    /** Returns the post with the given id; empty if there is none ({@code posts.unknown-is-empty}). */
    Optional<Post> findById(PostId id);

    /**
     * Returns one page of the published posts, like {@link #findPaginated} with that filter
     * ({@code posts.list-published-only}).
     */
    default Page<Post> findPublished(PageRequest request) {
        return findPaginated(request, PostFilter.all().published(true));
    }

    /**
     * Returns one page of the posts of one author, drafts included, like {@link #findPaginated} with that filter
     * ({@code posts.list-only-of-author}).
     */
    default Page<Post> findByAuthor(UserId author, PageRequest request) {
        return findPaginated(request, PostFilter.all().byAuthor(author));
    }

    /**
     * Returns one page of the posts that match a filter ({@code posts.filters-exact}), newest first by
     * {@link Post#createdAt()}, then by id in descending order ({@code posts.list-newest-first}).
     *
     * <p>All pages together are the whole list, each post once ({@code posts.list-pages-complete}), even if all posts
     * have the same instant ({@code posts.equal-timestamps-pages-complete}). A page past the end is empty and has the
     * correct total ({@code posts.list-past-the-end-empty}).
     *
     * <p>The posts and the total are of one moment ({@code transactions.page-of-one-moment}), at which the total is
     * exact ({@code posts.totals-exact}), also after concurrent creations,
     * changes and deletions ({@code posts.totals-exact-after-concurrent-writes}).
     */
    Page<Post> findPaginated(PageRequest request, PostFilter filter);

    /**
     * Returns the posts after a cursor, in the order and with the filters of {@link #findPaginated}. The cost does not
     * grow with the position.
     *
     * <p>All slices together are the whole list ({@code posts.slices-complete}). If posts are created and deleted
     * between two slices, every post that exists all the time is returned exactly once
     * ({@code posts.slices-stable-under-writes}). The post at the cursor may have been deleted.
     */
    PostSlice findAfter(SliceRequest request, PostFilter filter);

    /**
     * Returns the page of {@link #findPaginated}, each post with its first comments and its number of comments, all
     * read at the same moment ({@code posts.list-with-comments},
     * {@code transactions.post-and-comments-of-one-moment}). The comments are the oldest ones, oldest first, up to
     * the first that would exceed the limit ({@code posts.list-with-comments-bounded}).
     *
     * @param commentsEach limit of the comments of one post; it is at least 1, so each post that has comments comes with
     *     one, unless that exceeds the bytes
     */
    Page<PostWithComments> findWithComments(PageRequest request, PostFilter filter, CommentsEach commentsEach);

    /**
     * Stores a changed post if it has not been changed since it was read.
     *
     * <p>Increments the stored version, even if nothing changes ({@code posts.update-raises-version}), and stores the time
     * of the last change as given ({@code posts.update-time-kept}). Id, author and time of creation never
     * change, whatever is passed ({@code posts.identity-immutable}). If the stored version is not
     * {@link Post#version()}, nothing changes ({@code posts.stale-update-rejected}), so no concurrent update is lost
     * ({@code posts.concurrent-updates-not-lost}): of several updates of one version at once, one succeeds ({@code
     * posts.concurrent-updates-one-wins}), also if one of the calls is a deletion ({@code
     * posts.concurrent-update-and-delete-one-wins}).
     *
     * @param post the post as read, with its changes and a new {@link Post#updatedAt()}
     * @return the post as stored
     * @throws PostNotFoundException if there is no such post; none is created ({@code posts.update-missing-rejected})
     * @throws StaleVersionException if the stored version is a different one
     */
    Post update(Post post);

    /**
     * Deletes a post and its comments, and nothing else ({@code posts.delete-cascades-to-comments}).
     *
     * @return whether there was such a post ({@code posts.delete-missing-is-false}); true for one of several deletions at
     *     once ({@code posts.concurrent-deletions-one-wins})
     */
    boolean delete(PostId id);

    /**
     * Deletes a post like {@link #delete(PostId)} if it still has the given version
     * ({@code posts.stale-delete-rejected}).
     *
     * @return whether there was such a post ({@code posts.delete-missing-is-false})
     * @throws StaleVersionException if the stored version is a different one; nothing is deleted
     */
    boolean delete(PostId id, long version);
}
