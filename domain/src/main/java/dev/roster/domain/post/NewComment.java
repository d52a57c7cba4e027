package dev.roster.domain.post;

import dev.roster.domain.InvalidValueException;
import dev.roster.domain.user.UserId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * A comment about to be stored: everything but the id, which the storage gives.
 *
 * @param postId the post it is on
 * @param authorId the user who wrote it
 * @param content as {@link Comment#CONTENT_RULE} wants it
 * @param createdAt the time of creation, truncated to microseconds
 */
public record NewComment(PostId postId, UserId authorId, String content, Instant createdAt) {

    /**
     * @throws InvalidValueException if the content breaks its rule
     */
    public NewComment {
        Objects.requireNonNull(postId, "postId");
        Objects.requireNonNull(authorId, "authorId");
        content = Comment.CONTENT_RULE.require(content);
        createdAt = createdAt.truncatedTo(ChronoUnit.MICROS);
    }

    /** The comment as stored, under the id that the storage gave. */
    public Comment toComment(CommentId id) {
        return new Comment(id, postId, authorId, content, createdAt);
    }
}
