package dev.roster.testkit.conformance.matrix;

import dev.roster.testkit.conformance.ClauseBrokenError;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The clauses that failed on an implementation with one fault.
 *
 * @param fault the fault
 * @param failures the failures, sorted by clause
 */
public record Detection(PlantedFault fault, List<ClauseBrokenError> failures) {

    /** Copies the list. */
    public Detection {
        failures = List.copyOf(failures);
    }

    /** Returns the ids of the clauses that failed, sorted. */
    public List<String> clauses() {
        return failures.stream().map(ClauseBrokenError::clause).sorted().toList();
    }

    /**
     * Returns why the detection does not count; empty if it does. It counts if every clause that is meant to detect the
     * fault failed, each by an assertion or by an exception type of the port: no crash of the clause, such as a {@link
     * NullPointerException}, and no time-out.
     */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        for (String meant : fault.clauses()) {
            if (!clauses().contains(meant)) {
                problems.add(fault.name() + " is not detected by " + meant);
            }
        }
        for (ClauseBrokenError failure : failures) {
            if (fault.clauses().contains(failure.clause()) && !namesPromise(failure.getCause())) {
                problems.add(failure.clause() + " does not detect " + fault.name()
                        + " by an assertion; see Required. It fails with " + failure.getCause());
            }
        }
        return problems;
    }

    private static boolean namesPromise(@Nullable Throwable cause) {
        boolean ofPort =
                cause instanceof Exception && !cause.getClass().getName().startsWith("java.");
        return ofPort || (cause instanceof AssertionError && !(cause.getCause() instanceof TimeoutException));
    }
}
