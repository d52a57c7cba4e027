package dev.roster.domain.post;

import dev.roster.domain.InvalidValueException;
import dev.roster.domain.PageRequest;
import java.util.Objects;
import java.util.Optional;

/**
 * Which slice of a list of posts.
 *
 * @param after where the slice before ended; empty for the first
 * @param size items in the slice, 1 to {@value PageRequest#MAX_SIZE}
 */
public record SliceRequest(Optional<PostCursor> after, int size) {

    /**
     * @throws InvalidValueException naming {@code size} if it is out of range
     */
    public SliceRequest {
        Objects.requireNonNull(after, "after");
        PageRequest.requireSize(size);
    }

    /** The first slice. */
    public static SliceRequest first(int size) {
        return new SliceRequest(Optional.empty(), size);
    }

    /** The slice that starts after a place. */
    public static SliceRequest after(PostCursor place, int size) {
        return new SliceRequest(Optional.of(place), size);
    }
}
