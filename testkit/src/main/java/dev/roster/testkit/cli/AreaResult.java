package dev.roster.testkit.cli;

import dev.roster.testkit.conformance.report.ClauseReport;
import dev.roster.testkit.conformance.report.Outcome;
import java.util.List;

/**
 * Results of the clauses of an area.
 *
 * @param seconds from the start of its first clause to the end of its last
 */
record AreaResult(String name, double seconds, List<ClauseReport> clauses) {

    AreaResult {
        clauses = List.copyOf(clauses);
    }

    long count(Outcome outcome) {
        return clauses.stream().filter(clause -> clause.outcome() == outcome).count();
    }

    /** Returns the worst outcome of its clauses. */
    Outcome outcome() {
        for (Outcome worse : List.of(Outcome.FAILED, Outcome.STALE, Outcome.NOT_RUN, Outcome.DEVIATING)) {
            if (count(worse) > 0) {
                return worse;
            }
        }
        return Outcome.PASSED;
    }
}
