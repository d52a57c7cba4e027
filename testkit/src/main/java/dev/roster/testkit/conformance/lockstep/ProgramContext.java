package dev.roster.testkit.conformance.lockstep;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Random choices, the same for the same seed, and the names that a program uses. Used by one thread. */
public final class ProgramContext {

    private final Random random;
    private final Map<String, List<String>> used = new HashMap<>();
    private boolean inTransaction;

    ProgramContext(long seed) {
        this.random = new Random(seed);
    }

    /** A number from 0 to {@code bound - 1}. */
    public int nextInt(int bound) {
        return random.nextInt(bound);
    }

    /** True that many times in a hundred. */
    public boolean percent(int times) {
        return nextInt(100) < times;
    }

    /** One of several. */
    @SafeVarargs
    public final <T> T oneOf(T... choices) {
        return choices[nextInt(choices.length)];
    }

    /** Whether the call is made inside a transaction. */
    public boolean inTransaction() {
        return inTransaction;
    }

    /**
     * A name for something that the call makes.
     *
     * @param kind what it is, such as "user"
     */
    public String newName(String kind) {
        List<String> names = used.computeIfAbsent(kind, none -> new ArrayList<>());
        names.add(kind + (names.size() + 1));
        return names.get(names.size() - 1);
    }

    /** A name of that kind that a call before has, most likely one of the last; now and then one that none has. */
    public String existingName(String kind) {
        List<String> names = existingNames(kind);
        if (names.isEmpty() || percent(4)) {
            return kind + 0;
        }
        int back = percent(70) ? nextInt(Math.min(4, names.size())) : nextInt(names.size());
        return names.get(names.size() - 1 - back);
    }

    /** All names of that kind used so far. */
    public List<String> existingNames(String kind) {
        return List.copyOf(used.getOrDefault(kind, List.of()));
    }

    void setInTransaction(boolean changed) {
        inTransaction = changed;
    }
}
