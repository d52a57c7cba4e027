package dev.roster.testkit.fuzz;

import java.util.List;
import java.util.SplittableRandom;

/** Draws, the same for the same seed and index. */
public final class Dice {

    private final SplittableRandom random;

    private Dice(SplittableRandom random) {
        this.random = random;
    }

    static Dice of(long seed, long index) {
        return new Dice(new SplittableRandom(seed * 0x9E3779B97F4A7C15L + index));
    }

    /** Whether something that happens that often happens now. */
    public boolean percent(int chance) {
        return random.nextInt(100) < chance;
    }

    /** A number from 0, less than the bound. */
    public int below(int bound) {
        return random.nextInt(bound);
    }

    /** Any number. */
    public long number() {
        return random.nextLong();
    }

    /** One of the list's, each as likely as the others. */
    public <T> T oneOf(List<T> list) {
        return list.get(below(list.size()));
    }
}
