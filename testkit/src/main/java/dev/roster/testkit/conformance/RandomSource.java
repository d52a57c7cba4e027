package dev.roster.testkit.conformance;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Source of pseudo-random values: the same for the same seed and index. Used by one thread. */
public class RandomSource {

    private final RandomGenerator random;

    /** For subclasses that draw the values from another generator. */
    protected RandomSource(RandomGenerator random) {
        this.random = random;
    }

    public static RandomSource of(long seed, long index) {
        return new RandomSource(new SplittableRandom(seed * 0x9E3779B97F4A7C15L + index));
    }

    /** Returns true with a probability of the given percentage. */
    public final boolean percent(int chance) {
        return random.nextInt(100) < chance;
    }

    /** Returns a number from 0 (inclusive) to the bound (exclusive). */
    public final int nextInt(int bound) {
        return random.nextInt(bound);
    }

    /** Returns any number. */
    public final long nextLong() {
        return random.nextLong();
    }

    /** Returns one element of the list; all are equally likely. */
    public final <T> T oneOf(List<T> list) {
        return list.get(nextInt(list.size()));
    }
}
