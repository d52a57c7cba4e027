package dev.roster.domain.post;

import dev.roster.domain.user.UserId;
import java.util.Objects;
import java.util.Optional;

/**
 * Which posts. Each part that is given must hold; {@code PostFilter.all().by(ann).readableBy(bob)} is what Ann wrote and
 * Bob may read.
 *
 * @param author only posts that this user wrote
 * @param published only published posts ({@code true}), or only drafts ({@code false})
 * @param reader only posts that this user may read: the published ones, and their own drafts
 */
public record PostFilter(Optional<UserId> author, Optional<Boolean> published, Optional<UserId> reader) {

    private static final PostFilter ALL = new PostFilter(Optional.empty(), Optional.empty(), Optional.empty());

    /** Refuses {@code null}. */
    public PostFilter {
        Objects.requireNonNull(author, "author");
        Objects.requireNonNull(published, "published");
        Objects.requireNonNull(reader, "reader");
    }

    /** Every post, drafts included. */
    public static PostFilter all() {
        return ALL;
    }

    /** Only what this user wrote. */
    public PostFilter byAuthor(UserId wanted) {
        return new PostFilter(Optional.of(wanted), published, reader);
    }

    /** Only published posts, or only drafts. */
    public PostFilter published(boolean wanted) {
        return new PostFilter(author, Optional.of(wanted), reader);
    }

    /** Only what this user may read. */
    public PostFilter readableBy(UserId wanted) {
        return new PostFilter(author, published, Optional.of(wanted));
    }

    /** Whether a post is one of them. */
    public boolean matches(Post post) {
        return author.filter(wanted -> !wanted.equals(post.authorId())).isEmpty()
                && published.filter(wanted -> wanted != post.published()).isEmpty()
                && reader.filter(who -> !post.published() && !who.equals(post.authorId()))
                        .isEmpty();
    }
}
