package dev.roster.domain.post;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Objects;

/**
 * A place in the list of posts, newest first: right after the post with this time and id, whether or not it still exists.
 *
 * @param createdAt the time of creation, truncated to microseconds
 * @param id the post's id, which tells posts of one instant apart
 */
public record PostCursor(Instant createdAt, PostId id) {

    /** The order of posts: the newest first by the time of creation, those of one instant by id, the highest first. */
    public static final Comparator<Post> NEWEST_FIRST = Comparator.comparing(Post::createdAt)
            .thenComparing(post -> post.id().value())
            .reversed();

    /** Truncates the instant. */
    public PostCursor {
        Objects.requireNonNull(id, "id");
        createdAt = createdAt.truncatedTo(ChronoUnit.MICROS);
    }

    /** The place right after a post. */
    public static PostCursor after(Post post) {
        return new PostCursor(post.createdAt(), post.id());
    }

    /** Whether a post comes after this place. */
    public boolean precedes(Post post) {
        int byTime = post.createdAt().compareTo(createdAt);
        return byTime < 0 || (byTime == 0 && post.id().value() < id.value());
    }
}
