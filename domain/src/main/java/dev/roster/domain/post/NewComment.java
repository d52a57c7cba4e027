package dev.roster.domain.post;

import dev.roster.domain.InvalidValueException;
import dev.roster.domain.user.UserId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * A comment before it is stored. The storage assigns the id.
 *
 * @param postId the post that it belongs to
 * @param authorId the author
 * @param content the content, valid by {@link Comment#CONTENT_RULE}
 * @param createdAt the time of creation, truncated to microseconds
 */
public record NewComment(PostId postId, UserId authorId, String content, Instant createdAt) {

    /**
     * @throws InvalidValueException if the content is invalid
     */
    public NewComment {
        Objects.requireNonNull(postId, "postId");
        Objects.requireNonNull(authorId, "authorId");
        content = Comment.CONTENT_RULE.require(content);
        createdAt = createdAt.truncatedTo(ChronoUnit.MICROS);
    }

    /** Returns the comment as stored, with the id that the storage assigned. */
    public Comment toComment(CommentId id) {
        return new Comment(id, postId, authorId, content, createdAt);
    }
}
