package dev.roster.testkit.cli;

/**
 * What became of a clause.
 *
 * @param message why it failed or was not run; empty if it passed
 */
record ClauseResult(String clause, Status status, double seconds, String message) {

    /** What may become of it. */
    enum Status {
        PASSED,
        FAILED,
        /** Not run: nobody declared what it needs, or wanted it. */
        UNDECLARED
    }

    /** One that was not run. */
    static ClauseResult undeclared(String clause, String reason) {
        return new ClauseResult(clause, Status.UNDECLARED, 0, reason);
    }
}
