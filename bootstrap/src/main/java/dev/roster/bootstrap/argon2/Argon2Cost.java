package dev.roster.bootstrap.argon2;

/**
 * The cost parameters of a hash (RFC 9106, section 3.1).
 *
 * @param memoryKib memory in KiB, at least 8 for each lane
 * @param passes number of passes over the memory
 * @param lanes number of lanes; Bouncy Castle computes them one after another
 */
public record Argon2Cost(int memoryKib, int passes, int lanes) {

    /** The cost of new hashes in production: 19 MiB, two passes, one lane, OWASP's recommended minimum. */
    public static final Argon2Cost DEFAULT = new Argon2Cost(19 * 1024, 2, 1);

    private static final int MAX_MEMORY_KIB = 128 * 1024;
    private static final int MAX_PASSES = 10;
    private static final int MAX_LANES = 8;

    /**
     * Checks the values against upper bounds of 128 MiB, 10 passes and 8 lanes. Without them, a manipulated hash in the
     * database could exhaust memory or processors.
     *
     * @throws IllegalArgumentException if a value is out of bounds
     */
    public Argon2Cost {
        requireWithin("lanes", lanes, 1, MAX_LANES);
        requireWithin("passes", passes, 1, MAX_PASSES);
        requireWithin("memory in KiB", memoryKib, 8 * lanes, MAX_MEMORY_KIB);
    }

    private static void requireWithin(String what, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(what + " must be from " + min + " to " + max + ", but was " + value);
        }
    }
}
