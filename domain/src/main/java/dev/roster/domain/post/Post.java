package dev.roster.domain.post;

import dev.roster.domain.InvalidValueException;
import dev.roster.domain.TextRule;
import dev.roster.domain.user.UserId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * A post as stored. A post that is not published is a draft.
 *
 * @param id identity of the post
 * @param authorId the author; never changes
 * @param title 1 to 200 code points, not blank
 * @param content 0 to 20,000 code points
 * @param published whether other users than the author may read it
 * @param createdAt when it was created, in whole microseconds; never changes
 * @param updatedAt when it was last changed, in whole microseconds
 * @param version 1 after creation, incremented by each update
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

    /** Rule for titles. */
    public static final TextRule TITLE_RULE = TextRule.of("title", 1, 200).notBlank();

    /** Rule for contents. */
    public static final TextRule CONTENT_RULE = TextRule.of("content", 0, 20_000);

    /**
     * Truncates instants to microseconds, the precision of every storage.
     *
     * @throws InvalidValueException if the title or the content is invalid
     * @throws IllegalArgumentException if the version is below 1
     */
    public Post {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(authorId, "authorId");
        title = TITLE_RULE.requireStored(title);
        content = CONTENT_RULE.require(content);
        createdAt = createdAt.truncatedTo(ChronoUnit.MICROS);
        updatedAt = updatedAt.truncatedTo(ChronoUnit.MICROS);
        if (version < 1) {
            throw new IllegalArgumentException("version must be at least 1, was " + version);
        }
    }

    /**
     * Returns this post with another title.
     *
     * @throws InvalidValueException if the title is invalid
     */
    public Post withTitle(String changed) {
        String required = TITLE_RULE.require(changed);
        return new Post(id, authorId, required, content, published, createdAt, updatedAt, version);
    }

    /** Returns this post with other content. */
    public Post withContent(String changed) {
        return new Post(id, authorId, title, changed, published, createdAt, updatedAt, version);
    }

    /** Returns this post, published or not. */
    public Post withPublished(boolean changed) {
        return new Post(id, authorId, title, content, changed, createdAt, updatedAt, version);
    }

    /** Returns this post with another time of the last change. */
    public Post withUpdatedAt(Instant changed) {
        return new Post(id, authorId, title, content, published, createdAt, changed, version);
    }

    /** Returns this post with another version; for use by storages. */
    public Post withVersion(long changed) {
        return new Post(id, authorId, title, content, published, createdAt, updatedAt, changed);
    }
}
