package dev.roster.domain.post;

import java.util.List;
import java.util.Optional;

/**
 * A slice of a list of posts, and where the next one starts. Unlike pages, consecutive slices skip and repeat nothing
 * while posts are created and deleted (keyset pagination).
 *
 * @param items the posts, in order
 * @param next start of the next slice; empty if this is the last one
 */
public record PostSlice(List<Post> items, Optional<PostCursor> next) {

    /** Copies the items. */
    public PostSlice {
        items = List.copyOf(items);
    }

    /**
     * Creates a slice of the first {@code size} posts. An additional post shows that there is another slice.
     *
     * @param read up to {@code size + 1} posts, in order
     */
    public static PostSlice of(List<Post> read, int size) {
        if (read.size() <= size) {
            return new PostSlice(read, Optional.empty());
        }
        List<Post> items = read.subList(0, size);
        return new PostSlice(items, Optional.of(PostCursor.after(items.get(size - 1))));
    }
}
