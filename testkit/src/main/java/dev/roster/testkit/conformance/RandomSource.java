package dev.roster.testkit.conformance;

import java.util.List;
import java.util.SplittableRandom;

/** Draws, the same for the same seed and index. */
public final class RandomSource {

    private final SplittableRandom random;

    private RandomSource(SplittableRandom random) {
        this.random = random;
    }

    public static RandomSource of(long seed, long index) {
        return new RandomSource(new SplittableRandom(seed * 0x9E3779B97F4A7C15L + index));
    }

    /** Whether something that happens that often happens now. */
    public boolean percent(int chance) {
        return random.nextInt(100) < chance;
    }

    /** A number from 0, less than the bound. */
    public int nextInt(int bound) {
        return random.nextInt(bound);
    }

    /** Any number. */
    public long nextLong() {
        return random.nextLong();
    }

    /** One of the list's, each as likely as the others. */
    public <T> T oneOf(List<T> list) {
        return list.get(nextInt(list.size()));
    }
}
