package dev.roster.adapters.http.routes;

import dev.roster.domain.post.PostSlice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * JSON of a slice of posts.
 *
 * @param next the value of {@code after} for the next slice; {@code null} if this is the last one
 */
record PostSliceJson(List<PostJson> items, @Nullable String next) {

    static PostSliceJson of(PostSlice slice) {
        return new PostSliceJson(
                slice.items().stream().map(PostJson::of).toList(),
                slice.next().map(PostCursors::format).orElse(null));
    }
}
