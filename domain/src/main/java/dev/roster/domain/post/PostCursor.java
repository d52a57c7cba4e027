package dev.roster.domain.post;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Objects;

/**
 * A position in the list of posts, newest first: after the post with this time and id, whether or not it still exists.
 *
 * @param createdAt the time of creation, truncated to microseconds
 * @param id the post's id, which distinguishes posts of the same instant
 */
public record PostCursor(Instant createdAt, PostId id) {

    /** Order of posts: newest first by the time of creation, then by id in descending order. */
    public static final Comparator<Post> NEWEST_FIRST = Comparator.comparing(Post::createdAt)
            .thenComparing(post -> post.id().value())
            .reversed();

    /** Truncates {@code createdAt} to microseconds. */
    public PostCursor {
        Objects.requireNonNull(id, "id");
        createdAt = createdAt.truncatedTo(ChronoUnit.MICROS);
    }

    /** Returns the position after a post. */
    public static PostCursor after(Post post) {
        return new PostCursor(post.createdAt(), post.id());
    }

    /** Returns whether a post comes after this position. */
    public boolean precedes(Post post) {
        int byTime = post.createdAt().compareTo(createdAt);
        return byTime < 0 || (byTime == 0 && post.id().value() < id.value());
    }
}
