package dev.roster.domain.post;

import dev.roster.domain.InvalidValueException;
import dev.roster.domain.user.UserId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * A post about to be stored: everything but what the storage gives, which is the id and the version.
 *
 * @param authorId the user who wrote it
 * @param title as {@link Post#TITLE_RULE} wants it
 * @param content as {@link Post#CONTENT_RULE} wants it
 * @param published whether others than its author may read it
 * @param createdAt the time of creation, truncated to microseconds
 */
public record NewPost(UserId authorId, String title, String content, boolean published, Instant createdAt) {

    /**
     * @throws InvalidValueException if title or content break their rule
     */
    public NewPost {
        Objects.requireNonNull(authorId, "authorId");
        title = Post.TITLE_RULE.require(title);
        content = Post.CONTENT_RULE.require(content);
        createdAt = createdAt.truncatedTo(ChronoUnit.MICROS);
    }

    /** The post as it stands right after its creation, under the id that the storage gave. */
    public Post toPost(PostId id) {
        return new Post(id, authorId, title, content, published, createdAt, createdAt, 1);
    }
}
