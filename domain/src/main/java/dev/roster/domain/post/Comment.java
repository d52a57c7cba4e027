package dev.roster.domain.post;

import dev.roster.domain.InvalidValueException;
import dev.roster.domain.TextRule;
import dev.roster.domain.user.UserId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * A comment on a post. Comments never change.
 *
 * @param id identity of the comment
 * @param postId the post that it belongs to
 * @param authorId the author
 * @param content 1 to 20,000 code points, not blank
 * @param createdAt when it was created, in whole microseconds
 */
public record Comment(CommentId id, PostId postId, UserId authorId, String content, Instant createdAt) {

    /** Rule for contents. */
    public static final TextRule CONTENT_RULE =
            TextRule.of("content", 1, 20_000).notBlank();

    /**
     * Truncates {@code createdAt} to microseconds, the precision of every storage.
     *
     * @throws InvalidValueException if the content is invalid
     */
    public Comment {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(postId, "postId");
        Objects.requireNonNull(authorId, "authorId");
        content = CONTENT_RULE.requireStored(content);
        createdAt = createdAt.truncatedTo(ChronoUnit.MICROS);
    }
}
