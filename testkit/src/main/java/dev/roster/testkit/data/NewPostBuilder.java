package dev.roster.testkit.data;

import dev.roster.domain.post.NewPost;
import dev.roster.domain.user.UserId;
import java.time.Instant;

/**
 * Builds posts that are about to be stored: {@code aPostBy(ann.id()).published().build()}. Each builder has a title of
 * its own. Immutable: every call gives a new builder.
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

    /** A draft of that user's. */
    public static NewPostBuilder aPostBy(UserId author) {
        return new NewPostBuilder(
                author, Unique.title(), "Content", false, Instant.parse("2023-01-02T00:00:00.123456Z"));
    }

    /** With this title. */
    public NewPostBuilder withTitle(String changed) {
        return new NewPostBuilder(authorId, changed, content, published, createdAt);
    }

    /** With this content. */
    public NewPostBuilder withContent(String changed) {
        return new NewPostBuilder(authorId, title, changed, published, createdAt);
    }

    /** Published. */
    public NewPostBuilder published() {
        return published(true);
    }

    /** Published, or a draft. */
    public NewPostBuilder published(boolean changed) {
        return new NewPostBuilder(authorId, title, content, changed, createdAt);
    }

    /** Created at this time. */
    public NewPostBuilder createdAt(Instant changed) {
        return new NewPostBuilder(authorId, title, content, published, changed);
    }

    /**
     * The post.
     *
     * @throws dev.roster.domain.InvalidValueException if a value breaks its rule
     */
    public NewPost build() {
        return new NewPost(authorId, title, content, published, createdAt);
    }
}
