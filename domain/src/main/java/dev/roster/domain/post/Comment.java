package dev.roster.domain.post;

import dev.roster.domain.InvalidValueException;
import dev.roster.domain.TextRule;
import dev.roster.domain.user.UserId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * A comment on a post. It never changes.
 *
 * @param id its identity
 * @param postId the post it is on
 * @param authorId the user who wrote it
 * @param content 1 to 20,000 code points, not blank
 * @param createdAt when it was created, in whole microseconds
 */
public record Comment(CommentId id, PostId postId, UserId authorId, String content, Instant createdAt) {

    /** What the content may be. */
    public static final TextRule CONTENT_RULE =
            TextRule.of("content", 1, 20_000).notBlank();

    /**
     * The instant is truncated to microseconds, the precision every storage keeps.
     *
     * @throws InvalidValueException if the content breaks its rule
     */
    public Comment {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(postId, "postId");
        Objects.requireNonNull(authorId, "authorId");
        content = CONTENT_RULE.require(content);
        createdAt = createdAt.truncatedTo(ChronoUnit.MICROS);
    }
}
