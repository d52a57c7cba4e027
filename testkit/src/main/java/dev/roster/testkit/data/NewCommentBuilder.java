package dev.roster.testkit.data;

import dev.roster.domain.post.NewComment;
import dev.roster.domain.post.PostId;
import dev.roster.domain.user.UserId;
import java.time.Instant;

/**
 * Builds comments that are about to be stored: {@code aCommentOn(post.id(), bob.id()).withContent("Nice.").build()}.
 * Immutable: every call gives a new builder.
 */
public final class NewCommentBuilder {

    private final PostId postId;
    private final UserId authorId;
    private final String content;
    private final Instant createdAt;

    private NewCommentBuilder(PostId postId, UserId authorId, String content, Instant createdAt) {
        this.postId = postId;
        this.authorId = authorId;
        this.content = content;
        this.createdAt = createdAt;
    }

    /** A comment of that user's on that post. */
    public static NewCommentBuilder aCommentOn(PostId post, UserId author) {
        return new NewCommentBuilder(post, author, "A comment", Instant.parse("2023-01-03T00:00:00.123456Z"));
    }

    /** With this content. */
    public NewCommentBuilder withContent(String changed) {
        return new NewCommentBuilder(postId, authorId, changed, createdAt);
    }

    /** Created at this time. */
    public NewCommentBuilder createdAt(Instant changed) {
        return new NewCommentBuilder(postId, authorId, content, changed);
    }

    /**
     * The comment.
     *
     * @throws dev.roster.domain.InvalidValueException if the content breaks its rule
     */
    public NewComment build() {
        return new NewComment(postId, authorId, content, createdAt);
    }
}
