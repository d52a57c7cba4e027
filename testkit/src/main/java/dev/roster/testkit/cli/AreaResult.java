package dev.roster.testkit.cli;

import dev.roster.testkit.cli.ClauseResult.Status;
import java.util.List;

/**
 * Results of the clauses of an area.
 *
 * @param seconds from the start of its first clause to the end of its last
 */
record AreaResult(String name, double seconds, List<ClauseResult> clauses) {

    AreaResult {
        clauses = List.copyOf(clauses);
    }

    long count(Status status) {
        return clauses.stream().filter(clause -> clause.status() == status).count();
    }

    /** Returns the worst status of its clauses. */
    Status status() {
        if (count(Status.FAILED) > 0) {
            return Status.FAILED;
        }
        if (count(Status.UNDECLARED) > 0) {
            return Status.UNDECLARED;
        }
        return count(Status.DEVIATING) > 0 ? Status.DEVIATING : Status.PASSED;
    }
}
