package dev.roster.application.access;

import dev.roster.domain.post.Post;
import dev.roster.domain.user.User;
import java.time.Instant;

/**
 * Identifies one state of one entity. The time distinguishes states with the same version after a database was reset or
 * restored from a backup.
 *
 * @param version the entity's version
 * @param updatedAt when the entity reached that version
 */
public record Revision(long version, Instant updatedAt) {

    /** Returns the current revision of a user. */
    public static Revision of(User user) {
        return new Revision(user.version(), user.updatedAt());
    }

    /** Returns the current revision of a post. */
    public static Revision of(Post post) {
        return new Revision(post.version(), post.updatedAt());
    }
}
