package dev.roster.domain.post;

import java.util.List;
import java.util.Optional;

/**
 * Some posts in order, and where to go on. Unlike pages, slices that follow each other skip and repeat nothing while
 * posts are created and deleted (keyset pagination).
 *
 * @param items in order
 * @param next where the next slice starts; empty if this is the last
 */
public record PostSlice(List<Post> items, Optional<PostCursor> next) {

    /** Copies the items. */
    public PostSlice {
        items = List.copyOf(items);
    }

    /**
     * The first {@code size} of the posts read, which are one more than that if there are more.
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
