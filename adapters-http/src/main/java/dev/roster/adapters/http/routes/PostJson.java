package dev.roster.adapters.http.routes;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.roster.application.post.PostView;
import dev.roster.domain.post.Post;
import dev.roster.domain.post.PostCursor;
import dev.roster.domain.post.PostSlice;
import dev.roster.domain.post.PostWithComments;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * JSON of a post. The order of the components is the order of the JSON fields.
 *
 * @param contentTruncated true if the content is only an excerpt; otherwise {@code null}, and not in the JSON
 */
record PostJson(
        long id,
        String title,
        String content,
        boolean published,
        long authorId,
        String createdAt,
        String updatedAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean contentTruncated) {

    static PostJson of(Post post) {
        return of(post, post.content(), null);
    }

    /** Returns the JSON of an item of a page, with an excerpt of the content if the budget is used up. */
    static PostJson of(Post post, TextBudget budget) {
        return !TextBudget.isLong(post.content()) || budget.take(post.content())
                ? of(post)
                : of(post, TextBudget.excerpt(post.content()), true);
    }

    private static PostJson of(Post post, String content, @Nullable Boolean contentTruncated) {
        return new PostJson(
                post.id().value(),
                post.title(),
                content,
                post.published(),
                post.authorId().value(),
                Timestamps.format(post.createdAt()),
                Timestamps.format(post.updatedAt()),
                contentTruncated);
    }

    /** JSON of another user's draft that an admin has changed. */
    record HiddenDraft(long id, boolean published, long authorId) {

        static HiddenDraft of(PostView.HiddenDraft draft) {
            return new HiddenDraft(draft.id().value(), false, draft.authorId().value());
        }
    }

    /** JSON of a slice of posts; {@code next} is the value of {@code after} for the next slice, if there is one. */
    record Slice(List<PostJson> items, @Nullable String next) {

        /** Returns the JSON of the first posts that fit into the budget, at least one. */
        static Slice of(PostSlice slice) {
            TextBudget budget = new TextBudget();
            List<PostJson> items = new ArrayList<>();
            for (Post post : slice.items()) {
                if (!budget.take(post.content())) {
                    Post last = slice.items().get(items.size() - 1);
                    return new Slice(items, PostCursors.format(PostCursor.after(last)));
                }
                items.add(PostJson.of(post));
            }
            return new Slice(items, slice.next().map(PostCursors::format).orElse(null));
        }
    }

    /** JSON of a post, whose fields are at the top level, with its first comments and the number of all comments. */
    record WithComments(@JsonUnwrapped PostJson post, List<CommentJson> comments, long commentCount) {

        /** Returns the JSON of an item of a page, with the comments before the first that exceeds its budget. */
        static WithComments of(PostWithComments found, TextBudget posts, TextBudget comments) {
            List<CommentJson> shown = found.firstComments().stream()
                    .takeWhile(comment -> comments.take(comment.content()))
                    .map(CommentJson::of)
                    .toList();
            return new WithComments(PostJson.of(found.post(), posts), shown, found.commentCount());
        }
    }
}
