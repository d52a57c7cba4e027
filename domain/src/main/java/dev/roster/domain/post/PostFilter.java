package dev.roster.domain.post;

import dev.roster.domain.user.UserId;
import java.util.Objects;
import java.util.Optional;

/**
 * Filter for posts. A post must match every condition that is present;
 * {@code PostFilter.all().byAuthor(ann).readableBy(bob)} selects the posts of Ann that Bob may read.
 *
 * @param author only posts of this author
 * @param published only published posts ({@code true}), or only drafts ({@code false})
 * @param reader only posts that this user may read: published ones, and the user's own drafts
 */
public record PostFilter(Optional<UserId> author, Optional<Boolean> published, Optional<UserId> reader) {

    private static final PostFilter ALL = new PostFilter(Optional.empty(), Optional.empty(), Optional.empty());

    /** Rejects null. */
    public PostFilter {
        Objects.requireNonNull(author, "author");
        Objects.requireNonNull(published, "published");
        Objects.requireNonNull(reader, "reader");
    }

    /** Returns a filter that every post matches, drafts included. */
    public static PostFilter all() {
        return ALL;
    }

    /** Returns this filter, limited to posts of one author. */
    public PostFilter byAuthor(UserId wanted) {
        return new PostFilter(Optional.of(wanted), published, reader);
    }

    /** Returns this filter, limited to published posts or to drafts. */
    public PostFilter published(boolean wanted) {
        return new PostFilter(author, Optional.of(wanted), reader);
    }

    /** Returns this filter, limited to posts that a user may read. */
    public PostFilter readableBy(UserId wanted) {
        return new PostFilter(author, published, Optional.of(wanted));
    }

    /** Returns whether a post matches this filter. */
    public boolean matches(Post post) {
        return author.filter(wanted -> !wanted.equals(post.authorId())).isEmpty()
                && published.filter(wanted -> wanted != post.published()).isEmpty()
                && reader.filter(who -> !post.published() && !who.equals(post.authorId()))
                        .isEmpty();
    }
}
