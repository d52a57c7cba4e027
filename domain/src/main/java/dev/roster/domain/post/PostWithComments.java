package dev.roster.domain.post;

import java.util.List;
import java.util.Objects;

/**
 * A post with its first comments.
 *
 * @param post the post
 * @param firstComments the oldest comments, oldest first
 * @param commentCount number of all comments on the post
 */
public record PostWithComments(Post post, List<Comment> firstComments, long commentCount) {

    /** Copies the comments. */
    public PostWithComments {
        Objects.requireNonNull(post, "post");
        firstComments = List.copyOf(firstComments);
    }
}
