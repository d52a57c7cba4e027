package dev.roster.testkit.data;

import dev.roster.domain.post.NewPost;
import dev.roster.domain.user.UserId;
import java.time.Instant;

/**
 * Builder of posts to store: {@code aPostBy(ann.id()).published().build()}. Each builder has a unique title. Immutable:
 * every call returns a new builder.
 */
public final class NewPostBuilder {

    private final UserId authorId;
    private final String title;
    private final String content;
    private final boolean published;
    private final Instant createdAt;

    private NewPostBuilder(UserId authorId, String title, String content, boolean published, Instant createdAt) {
        this.authorId = authorId;
        this.title = title;
        this.content = content;
        this.published = published;
        this.createdAt = createdAt;
    }

    /** Returns a builder of a draft by that user. */
    public static NewPostBuilder aPostBy(UserId author) {
        return new NewPostBuilder(
                author, Unique.title(), "Content", false, Instant.parse("2023-01-02T00:00:00.123456Z"));
    }

    /** Sets the title. */
    public NewPostBuilder withTitle(String changed) {
        return new NewPostBuilder(authorId, changed, content, published, createdAt);
    }

    /** Sets the content. */
    public NewPostBuilder withContent(String changed) {
        return new NewPostBuilder(authorId, title, changed, published, createdAt);
    }

    /** Makes it a published post. */
    public NewPostBuilder published() {
        return published(true);
    }

    /** Makes it a published post or a draft. */
    public NewPostBuilder published(boolean changed) {
        return new NewPostBuilder(authorId, title, content, changed, createdAt);
    }

    /** Sets the creation time. */
    public NewPostBuilder createdAt(Instant changed) {
        return new NewPostBuilder(authorId, title, content, published, changed);
    }

    /**
     * Returns the post.
     *
     * @throws dev.roster.domain.InvalidValueException if a value is invalid
     */
    public NewPost build() {
        return new NewPost(authorId, title, content, published, createdAt);
    }
}
