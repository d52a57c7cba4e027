package dev.roster.adapters.http.routes;

import dev.roster.domain.post.PostSlice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A slice of the posts.
 *
 * @param next what to send as {@code after} for the next one; {@code null} if this is the last
 */
record PostSliceJson(List<PostJson> items, @Nullable String next) {

    static PostSliceJson of(PostSlice slice) {
        return new PostSliceJson(
                slice.items().stream().map(PostJson::of).toList(),
                slice.next().map(PostCursors::format).orElse(null));
    }
}
