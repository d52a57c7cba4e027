package dev.roster.adapters.http.routes;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.roster.domain.post.Post;
import dev.roster.domain.post.PostSlice;
import dev.roster.domain.post.PostWithComments;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** JSON of a post. The order of the components is the order of the JSON fields. */
record PostJson(
        long id, String title, String content, boolean published, long authorId, String createdAt, String updatedAt) {

    static PostJson of(Post post) {
        return new PostJson(
                post.id().value(),
                post.title(),
                post.content(),
                post.published(),
                post.authorId().value(),
                Timestamps.format(post.createdAt()),
                Timestamps.format(post.updatedAt()));
    }

    /** JSON of a slice of posts; {@code next} is the value of {@code after} for the next slice, if there is one. */
    record Slice(List<PostJson> items, @Nullable String next) {

        static Slice of(PostSlice slice) {
            return new Slice(
                    slice.items().stream().map(PostJson::of).toList(),
                    slice.next().map(PostCursors::format).orElse(null));
        }
    }

    /** JSON of a post, whose fields are at the top level, with its first comments and the number of all comments. */
    record WithComments(@JsonUnwrapped PostJson post, List<CommentJson> comments, long commentCount) {

        static WithComments of(PostWithComments found) {
            return new WithComments(
                    PostJson.of(found.post()),
                    found.firstComments().stream().map(CommentJson::of).toList(),
                    found.commentCount());
        }
    }
}
