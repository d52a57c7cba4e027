package dev.roster.testkit.data;

import dev.roster.domain.post.NewComment;
import dev.roster.domain.post.PostId;
import dev.roster.domain.user.UserId;
import java.time.Instant;

/**
 * Builder of comments to store: {@code aCommentOn(post.id(), bob.id()).withContent("Nice.").build()}. Immutable: every
 * call returns a new builder.
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

    /** Returns a builder of a comment by that user on that post. */
    public static NewCommentBuilder aCommentOn(PostId post, UserId author) {
        return new NewCommentBuilder(post, author, "A comment", Instant.parse("2023-01-03T00:00:00.123456Z"));
    }

    /** Sets the content. */
    public NewCommentBuilder withContent(String changed) {
        return new NewCommentBuilder(postId, authorId, changed, createdAt);
    }

    /** Sets the creation time. */
    public NewCommentBuilder createdAt(Instant changed) {
        return new NewCommentBuilder(postId, authorId, content, changed);
    }

    /**
     * Returns the comment.
     *
     * @throws dev.roster.domain.InvalidValueException if the content is invalid
     */
    public NewComment build() {
        return new NewComment(postId, authorId, content, createdAt);
    }
}
