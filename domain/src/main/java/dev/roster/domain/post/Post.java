package dev.roster.domain.post;

import dev.roster.domain.InvalidValueException;
import dev.roster.domain.TextRule;
import dev.roster.domain.user.UserId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * A post as stored. One that is not published is a draft.
 *
 * @param id its identity
 * @param authorId the user who wrote it; never changes
 * @param title 1 to 200 code points, not blank
 * @param content 0 to 20,000 code points
 * @param published whether others than its author may read it
 * @param createdAt when it was created, in whole microseconds; never changes
 * @param updatedAt when it was last changed, in whole microseconds
 * @param version 1 after creation, one more with each update
 */
public record Post(
        PostId id,
        UserId authorId,
        String title,
        String content,
        boolean published,
        Instant createdAt,
        Instant updatedAt,
        long version) {

    /** What a title may be. */
    public static final TextRule TITLE_RULE = TextRule.of("title", 1, 200).notBlank();

    /** What the content may be. */
    public static final TextRule CONTENT_RULE = TextRule.of("content", 0, 20_000);

    /**
     * Instants are truncated to microseconds, the precision every storage keeps.
     *
     * @throws InvalidValueException if title or content break their rule
     * @throws IllegalArgumentException if the version is below 1
     */
    public Post {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(authorId, "authorId");
        title = TITLE_RULE.require(title);
        content = CONTENT_RULE.require(content);
        createdAt = createdAt.truncatedTo(ChronoUnit.MICROS);
        updatedAt = updatedAt.truncatedTo(ChronoUnit.MICROS);
        if (version < 1) {
            throw new IllegalArgumentException("version must be at least 1, was " + version);
        }
    }

    /** This post with another title. */
    public Post withTitle(String changed) {
        return new Post(id, authorId, changed, content, published, createdAt, updatedAt, version);
    }

    /** This post with other content. */
    public Post withContent(String changed) {
        return new Post(id, authorId, title, changed, published, createdAt, updatedAt, version);
    }

    /** This post, published or not. */
    public Post withPublished(boolean changed) {
        return new Post(id, authorId, title, content, changed, createdAt, updatedAt, version);
    }

    /** This post, changed at the given time. */
    public Post withUpdatedAt(Instant changed) {
        return new Post(id, authorId, title, content, published, createdAt, changed, version);
    }

    /** This post at the given version; for storages. */
    public Post withVersion(long changed) {
        return new Post(id, authorId, title, content, published, createdAt, updatedAt, changed);
    }
}
