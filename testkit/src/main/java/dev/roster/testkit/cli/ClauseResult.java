package dev.roster.testkit.cli;

/**
 * Result of a clause.
 *
 * @param message why it failed or was not run; empty if it passed
 */
record ClauseResult(String clause, Status status, double seconds, String message) {

    /** Status of a clause. */
    enum Status {
        PASSED,
        FAILED,
        /** Failed as the baseline lists. */
        DEVIATING,
        /** Not run: a required option is missing, another option excludes the clause, or the run was interrupted. */
        UNDECLARED
    }

    /** Returns the result of a clause that was not run. */
    static ClauseResult undeclared(String clause, String reason) {
        return new ClauseResult(clause, Status.UNDECLARED, 0, reason);
    }
}
