package dev.roster.adapters.http.routes;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.roster.domain.post.PostWithComments;
import java.util.List;

/**
 * JSON of a post with its first comments.
 *
 * @param post the post; its fields are at the top level
 * @param comments the first comments, oldest first
 * @param commentCount the number of all comments of the post
 */
record PostWithCommentsJson(@JsonUnwrapped PostJson post, List<CommentJson> comments, long commentCount) {

    static PostWithCommentsJson of(PostWithComments found) {
        return new PostWithCommentsJson(
                PostJson.of(found.post()),
                found.firstComments().stream().map(CommentJson::of).toList(),
                found.commentCount());
    }
}
