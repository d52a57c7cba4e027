package dev.roster.testkit.conformance;

import java.util.List;
import java.util.SplittableRandom;

/** Source of pseudo-random values: the same for the same seed and index. Used by one thread. */
public final class RandomSource {

    private final SplittableRandom random;

    private RandomSource(SplittableRandom random) {
        this.random = random;
    }

    public static RandomSource of(long seed, long index) {
        return new RandomSource(new SplittableRandom(seed * 0x9E3779B97F4A7C15L + index));
    }

    /** Returns true with a probability of the given percentage. */
    public boolean percent(int chance) {
        return random.nextInt(100) < chance;
    }

    /** Returns a number from 0 (inclusive) to the bound (exclusive). */
    public int nextInt(int bound) {
        return random.nextInt(bound);
    }

    /** Returns any number. */
    public long nextLong() {
        return random.nextLong();
    }

    /** Returns one element of the list; all are equally likely. */
    public <T> T oneOf(List<T> list) {
        return list.get(nextInt(list.size()));
    }
}
