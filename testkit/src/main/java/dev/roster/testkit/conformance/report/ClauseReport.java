package dev.roster.testkit.conformance.report;

import dev.roster.testkit.conformance.ClauseDescription;

/**
 * Result of a clause for an implementation.
 *
 * @param clause what the contract says about the clause
 * @param outcome how it ended
 * @param reason the message of the failure, the reason in the baseline, or why the clause did not run; empty if it
 *     passed
 * @param link a link for a deviation, as in the baseline; otherwise empty
 * @param seconds how long it ran
 */
public record ClauseReport(ClauseDescription clause, Outcome outcome, String reason, String link, double seconds) {

    /** Returns the result of a clause that passed. */
    public static ClauseReport passed(ClauseDescription clause, double seconds) {
        return new ClauseReport(clause, Outcome.PASSED, "", "", seconds);
    }

    /** Returns the result of a clause that did not run. */
    public static ClauseReport notRun(ClauseDescription clause, String reason) {
        return new ClauseReport(clause, Outcome.NOT_RUN, reason, "", 0);
    }

    /** Returns the id of the clause. */
    public String id() {
        return clause.id();
    }
}
