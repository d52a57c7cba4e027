package dev.roster.domain.post;

import dev.roster.domain.InvalidValueException;
import dev.roster.domain.user.UserId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * A post before it is stored. The storage assigns the id and the version.
 *
 * @param authorId the author
 * @param title the title, valid by {@link Post#TITLE_RULE}
 * @param content the content, valid by {@link Post#CONTENT_RULE}
 * @param published whether other users than the author may read it
 * @param createdAt the time of creation, truncated to microseconds
 */
public record NewPost(UserId authorId, String title, String content, boolean published, Instant createdAt) {

    /**
     * @throws InvalidValueException if the title or the content is invalid
     */
    public NewPost {
        Objects.requireNonNull(authorId, "authorId");
        title = Post.TITLE_RULE.require(title);
        content = Post.CONTENT_RULE.require(content);
        createdAt = createdAt.truncatedTo(ChronoUnit.MICROS);
    }

    /** Returns the post after its creation, with the id that the storage assigned and version 1. */
    public Post toPost(PostId id) {
        return new Post(id, authorId, title, content, published, createdAt, createdAt, 1);
    }
}
