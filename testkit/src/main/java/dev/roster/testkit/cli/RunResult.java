package dev.roster.testkit.cli;

import dev.roster.testkit.cli.ClauseResult.Status;
import java.net.URI;
import java.time.Instant;
import java.util.List;

/**
 * Result of a run.
 *
 * @param interrupted whether the run was stopped before its end
 * @param leftoverUsers the ids of users that could not be deleted
 */
record RunResult(
        URI baseUrl,
        Instant started,
        double seconds,
        boolean interrupted,
        List<AreaResult> areas,
        int loginAttempts,
        int maxLoginAttemptsPerMinute,
        List<Long> leftoverUsers) {

    static final int EXIT_PASSED = 0;
    static final int EXIT_FAILED = 1;
    static final int EXIT_USAGE = 2;
    static final int EXIT_UNDECLARED = 3;

    long count(Status status) {
        return areas.stream().mapToLong(area -> area.count(status)).sum();
    }

    /** Returns the exit code of a run that was not interrupted. After an interruption the signal determines it. */
    int exitCode() {
        if (count(Status.FAILED) > 0) {
            return EXIT_FAILED;
        }
        return count(Status.UNDECLARED) > 0 ? EXIT_UNDECLARED : EXIT_PASSED;
    }
}
