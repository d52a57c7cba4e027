package dev.roster.application.post;

import dev.roster.domain.post.Post;
import dev.roster.domain.post.PostId;
import dev.roster.domain.user.UserId;

/** The part of a changed post that the caller may see. */
public sealed interface PostView {

    /**
     * All fields, for callers that may read the post.
     *
     * @param post the post
     */
    record Complete(Post post) implements PostView {}

    /**
     * The draft of another user, changed by an admin who may not read it.
     *
     * @param id the post's id
     * @param authorId the id of the author
     */
    record HiddenDraft(PostId id, UserId authorId) implements PostView {}
}
