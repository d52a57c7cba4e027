package dev.roster.domain;

/**
 * A request for one page of a list.
 *
 * @param page number of the page, from 1
 * @param size items on a page, 1 to {@value #MAX_SIZE}
 */
public record PageRequest(int page, int size) {

    /** Maximum page size. */
    public static final int MAX_SIZE = 100;

    /** Page size if the client does not request one. */
    public static final int DEFAULT_SIZE = 20;

    /**
     * @throws InvalidValueException for each of {@code page} and {@code size} that is out of range
     */
    public PageRequest {
        Violations faults = new Violations();
        int givenPage = page;
        int givenSize = size;
        faults.collect(() -> inRange("page", givenPage, Integer.MAX_VALUE));
        faults.collect(() -> requireSize(givenSize));
        faults.throwIfAny();
    }

    /** Returns a request for the first page with the default size. */
    public static PageRequest first() {
        return new PageRequest(1, DEFAULT_SIZE);
    }

    /** Returns the number of items before this page. */
    public long offset() {
        return (page - 1L) * size;
    }

    public static int requireSize(int size) {
        return inRange("size", size, MAX_SIZE);
    }

    private static int inRange(String field, int value, int max) {
        if (value < 1 || value > max) {
            throw new InvalidValueException(field, "must be from 1 to " + max + ", was " + value);
        }
        return value;
    }
}
