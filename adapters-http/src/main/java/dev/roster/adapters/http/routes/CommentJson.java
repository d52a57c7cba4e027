package dev.roster.adapters.http.routes;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.roster.domain.post.Comment;
import org.jspecify.annotations.Nullable;

/**
 * JSON of a comment. The order of the components is the order of the JSON fields.
 *
 * @param contentTruncated true if the content is only an excerpt; otherwise {@code null}, and not in the JSON
 */
record CommentJson(
        long id,
        long postId,
        long authorId,
        String content,
        String createdAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean contentTruncated) {

    static CommentJson of(Comment comment) {
        return of(comment, comment.content(), null);
    }

    /** Returns the JSON of an item of a page, with an excerpt of the content if the budget is used up. */
    static CommentJson of(Comment comment, TextBudget budget) {
        return !TextBudget.isLong(comment.content()) || budget.take(comment.content())
                ? of(comment)
                : of(comment, TextBudget.excerpt(comment.content()), true);
    }

    private static CommentJson of(Comment comment, String content, @Nullable Boolean contentTruncated) {
        return new CommentJson(
                comment.id().value(),
                comment.postId().value(),
                comment.authorId().value(),
                content,
                Timestamps.format(comment.createdAt()),
                contentTruncated);
    }
}
