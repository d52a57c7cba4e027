package dev.roster.testkit.conformance.lockstep;

import dev.roster.testkit.conformance.RandomSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Random choices, reproducible by seed, and the names used by the program so far. Used by one thread. */
public final class ProgramContext extends RandomSource {

    private final Map<String, List<String>> used = new HashMap<>();
    private boolean inTransaction;

    ProgramContext(long seed) {
        super(new Random(seed));
    }

    /** Returns one of the choices. */
    @SafeVarargs
    public final <T> T oneOf(T... choices) {
        return choices[nextInt(choices.length)];
    }

    /** Returns whether the next call is inside a transaction. */
    public boolean inTransaction() {
        return inTransaction;
    }

    /**
     * Returns a new name for something that the call creates.
     *
     * @param kind the kind of thing, such as "user"
     */
    public String newName(String kind) {
        List<String> names = used.computeIfAbsent(kind, none -> new ArrayList<>());
        names.add(kind + (names.size() + 1));
        return names.get(names.size() - 1);
    }

    /**
     * Returns a name of that kind used by an earlier call, preferably a recent one. Sometimes returns an unused name.
     */
    public String existingName(String kind) {
        List<String> names = existingNames(kind);
        if (names.isEmpty() || percent(4)) {
            return kind + 0;
        }
        int back = percent(70) ? nextInt(Math.min(4, names.size())) : nextInt(names.size());
        return names.get(names.size() - 1 - back);
    }

    /** Returns all names of that kind used so far. */
    public List<String> existingNames(String kind) {
        return List.copyOf(used.getOrDefault(kind, List.of()));
    }

    void setInTransaction(boolean changed) {
        inTransaction = changed;
    }
}
