package dev.roster.testkit.cli;

import dev.roster.testkit.conformance.report.AdapterReport;
import dev.roster.testkit.conformance.report.Outcome;
import java.util.List;

/**
 * Result of a run.
 *
 * @param report the results of all clauses
 * @param interrupted whether the run was stopped before its end
 * @param areas the same results by area
 * @param leftoverUsers the ids of users that could not be deleted
 */
record RunResult(
        AdapterReport report,
        boolean interrupted,
        List<AreaResult> areas,
        int loginAttempts,
        int maxLoginAttemptsPerMinute,
        List<Long> leftoverUsers) {

    static final int EXIT_PASSED = 0;
    static final int EXIT_FAILED = 1;
    static final int EXIT_USAGE = 2;
    static final int EXIT_INCOMPLETE = 3;

    long count(Outcome outcome) {
        return report.count(outcome);
    }

    /** Returns the exit code of a run that was not interrupted. After an interruption the signal determines it. */
    int exitCode() {
        return exitCode(report);
    }

    static int exitCode(AdapterReport report) {
        return switch (report.verdict()) {
            case CONFORMANT, CONFORMANT_WITHOUT_CAPABILITIES, DEVIATING -> EXIT_PASSED;
            case NOT_CONFORMANT -> EXIT_FAILED;
            case INCOMPLETE -> EXIT_INCOMPLETE;
        };
    }
}
