package dev.roster.testkit.conformance.lockstep;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reduces a program to the parts needed to show a difference. Removes steps, first half of them and then fewer (delta
 * debugging, Zeller and Hildebrandt 2002), then transactions around calls, then calls in transactions, and then
 * replaces names by earlier ones. Repeats this until nothing more can be removed, then renumbers the names.
 */
final class Shrinker<U> {

    /** Enough for programs of hundreds of steps. Also ends the search if the system under test gives random results. */
    private static final int MAX_RUNS = 3_000;

    private final DivergenceCheck<U> test;
    private int runs;

    Shrinker(DivergenceCheck<U> test) {
        this.test = test;
    }

    /** Returns the first difference that a program shows; empty if there is none. */
    @FunctionalInterface
    interface DivergenceCheck<U> {
        Optional<Divergence> divergenceOf(List<Step<U>> program) throws Exception;
    }

    int runs() {
        return runs;
    }

    List<Step<U>> shrink(List<Step<U>> failing) throws Exception {
        List<Step<U>> current = failing;
        int before;
        do {
            before = size(current);
            current = withoutSteps(current);
            current = withoutTransactions(current);
            current = withoutCalls(current);
            current = withFewerNames(current);
        } while (size(current) < before);
        return numbered(current);
    }

    private List<Step<U>> withoutSteps(List<Step<U>> failing) throws Exception {
        List<Step<U>> current = failing;
        for (int chunk = Math.max(1, current.size() / 2); chunk >= 1; chunk /= 2) {
            // From the end: later steps depend on earlier ones.
            for (int end = current.size(); end > 0; end -= chunk) {
                List<Step<U>> fewer = new ArrayList<>(current.subList(0, Math.max(0, end - chunk)));
                fewer.addAll(current.subList(Math.min(end, current.size()), current.size()));
                if (fails(fewer)) {
                    current = fewer;
                }
            }
        }
        return current;
    }

    private List<Step<U>> withoutTransactions(List<Step<U>> failing) throws Exception {
        List<Step<U>> current = failing;
        for (int i = current.size() - 1; i >= 0; i--) {
            if (current.get(i) instanceof Transaction<U> transaction) {
                List<Step<U>> flat = new ArrayList<>(current);
                flat.remove(i);
                flat.addAll(i, transaction.calls());
                if (fails(flat)) {
                    current = flat;
                }
            }
        }
        return current;
    }

    private List<Step<U>> withoutCalls(List<Step<U>> failing) throws Exception {
        List<Step<U>> current = failing;
        for (int i = current.size() - 1; i >= 0; i--) {
            if (current.get(i) instanceof Transaction<U> transaction) {
                for (int j = transaction.calls().size() - 1; j >= 0; j--) {
                    List<Step<U>> fewer = new ArrayList<>(current);
                    fewer.set(i, ((Transaction<U>) current.get(i)).without(j));
                    if (fails(fewer)) {
                        current = fewer;
                    }
                }
            }
        }
        return current;
    }

    private List<Step<U>> withFewerNames(List<Step<U>> failing) throws Exception {
        List<Step<U>> current = failing;
        List<String> names = ProgramNames.of(current);
        for (int i = names.size() - 1; i > 0; i--) {
            for (String earlier : names.subList(0, i)) {
                if (ProgramNames.sameKind(earlier, names.get(i))) {
                    // The first call with a name creates the thing it stands for. The earlier name replaces it.
                    List<Step<U>> merged = ProgramNames.renamed(
                            ProgramNames.withoutFirst(current, names.get(i)), names.get(i), earlier);
                    if (fails(merged)) {
                        current = merged;
                        break;
                    }
                }
            }
        }
        return current;
    }

    private List<Step<U>> numbered(List<Step<U>> failing) throws Exception {
        List<Step<U>> numbered = ProgramNames.numbered(failing);
        return fails(numbered) ? numbered : failing;
    }

    private boolean fails(List<Step<U>> program) throws Exception {
        if (runs >= MAX_RUNS) {
            return false;
        }
        runs++;
        return test.divergenceOf(program).isPresent();
    }

    /** Returns the measure that each successful reduction lowers: calls, transactions around them, and names. */
    private static int size(List<? extends Step<?>> program) {
        return ProgramNames.of(program).size()
                + program.stream()
                        .mapToInt(step -> step instanceof Transaction<?> transaction
                                ? 1 + transaction.calls().size()
                                : 1)
                        .sum();
    }
}
