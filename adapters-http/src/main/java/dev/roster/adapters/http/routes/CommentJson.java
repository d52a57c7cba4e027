package dev.roster.adapters.http.routes;

import dev.roster.domain.post.Comment;

/** JSON of a comment. The order of the components is the order of the JSON fields. */
record CommentJson(long id, long postId, long authorId, String content, String createdAt) {

    static CommentJson of(Comment comment) {
        return new CommentJson(
                comment.id().value(),
                comment.postId().value(),
                comment.authorId().value(),
                comment.content(),
                Timestamps.format(comment.createdAt()));
    }
}
