package dev.roster.domain.post;

/**
 * Limit of the comments that a list includes for each post: the oldest ones, up to the first that would exceed one of
 * the values.
 *
 * @param maxNumber maximum number of comments; at least 1
 * @param maxBytes maximum size of their contents together, in bytes of UTF-8; at least 1
 */
public record CommentsEach(int maxNumber, int maxBytes) {

    /**
     * Validates the values.
     *
     * @throws IllegalArgumentException if a value is not positive
     */
    public CommentsEach {
        if (maxNumber < 1 || maxBytes < 1) {
            throw new IllegalArgumentException(
                    "maxNumber and maxBytes must be at least 1, were " + maxNumber + " and " + maxBytes);
        }
    }

    /** Returns a limit of the number only. */
    public static CommentsEach atMost(int number) {
        return new CommentsEach(number, Integer.MAX_VALUE);
    }
}
