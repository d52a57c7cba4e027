package dev.roster.testkit.cli;

import dev.roster.testkit.cli.ClauseResult.Status;
import java.net.URI;
import java.time.Instant;
import java.util.List;

/**
 * What became of a run.
 *
 * @param interrupted whether it was told to stop before its end
 * @param leftBehind the ids of users that could not be deleted
 */
record RunResult(
        URI baseUrl,
        Instant started,
        double seconds,
        boolean interrupted,
        List<AreaResult> areas,
        int loginAttempts,
        int mostLoginAttemptsInAMinute,
        List<Long> leftBehind) {

    static final int CLEAN = 0;
    static final int FAILED = 1;
    static final int BAD_USE = 2;
    static final int LEFT_UNDECLARED = 3;

    long count(Status status) {
        return areas.stream().mapToLong(area -> area.count(status)).sum();
    }

    /** Where it was not interrupted; the signal decides then. */
    int exitCode() {
        if (count(Status.FAILED) > 0) {
            return FAILED;
        }
        return count(Status.UNDECLARED) > 0 ? LEFT_UNDECLARED : CLEAN;
    }
}
