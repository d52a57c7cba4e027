package dev.roster.application.access;

import dev.roster.domain.post.Post;
import dev.roster.domain.user.User;
import java.time.Instant;

/**
 * One state of one thing. The time is part of it so that a state from before a database was reset or restored is not
 * taken for a later one of the same version.
 *
 * @param version the thing's version
 * @param updatedAt when it came to that version
 */
public record Revision(long version, Instant updatedAt) {

    /** The state a user is in. */
    public static Revision of(User user) {
        return new Revision(user.version(), user.updatedAt());
    }

    /** The state a post is in. */
    public static Revision of(Post post) {
        return new Revision(post.version(), post.updatedAt());
    }
}
