package dev.roster.domain.post;

import dev.roster.domain.InvalidValueException;
import dev.roster.domain.PageRequest;
import java.util.Objects;
import java.util.Optional;

/**
 * A request for one slice of a list of posts.
 *
 * @param after end of the previous slice; empty for the first slice
 * @param size items in the slice, 1 to {@value PageRequest#MAX_SIZE}
 */
public record SliceRequest(Optional<PostCursor> after, int size) {

    /**
     * @throws InvalidValueException for {@code size} if it is out of range
     */
    public SliceRequest {
        Objects.requireNonNull(after, "after");
        PageRequest.requireSize(size);
    }

    /** Returns a request for the first slice. */
    public static SliceRequest first(int size) {
        return new SliceRequest(Optional.empty(), size);
    }

    /** Returns a request for the slice after a position. */
    public static SliceRequest after(PostCursor place, int size) {
        return new SliceRequest(Optional.of(place), size);
    }
}
