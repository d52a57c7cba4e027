package dev.roster.testkit.cli;

import dev.roster.testkit.conformance.report.Outcome;
import java.util.Formatter;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** Text printed at the end of a run. */
final class Summary {

    private Summary() {}

    static String text(RunResult outcome) {
        Formatter text = new Formatter(Locale.ROOT);
        text.format("%n%-20s%9s%9s%9s%9s%9s%n", "area", "passed", "failed", "deviates", "not run", "seconds");
        for (AreaResult area : outcome.areas()) {
            text.format("%s%9.1f%s%n", counts(area.name(), area::count), area.seconds(), reason(area));
        }
        text.format(
                "%s%9.1f%n%n", counts("all", outcome::count), outcome.report().seconds());
        text.format("Verdict: %s.%n", outcome.report().verdictText());
        text.format(
                "%d %s tried a password, at most %d in a minute. %s%n",
                outcome.loginAttempts(),
                outcome.loginAttempts() == 1 ? "request" : "requests",
                outcome.maxLoginAttemptsPerMinute(),
                leftoverUsers(outcome));
        return text
                + (outcome.interrupted() ? String.format(Locale.ROOT, "Interrupted: not all clauses were run.%n") : "");
    }

    /** Returns the first columns. A stale entry of the baseline counts as a failure. */
    private static String counts(String name, ToLongFunction<Outcome> count) {
        return String.format(
                Locale.ROOT,
                "%-20s%9d%9d%9d%9d",
                name,
                count.applyAsLong(Outcome.PASSED),
                count.applyAsLong(Outcome.FAILED) + count.applyAsLong(Outcome.STALE),
                count.applyAsLong(Outcome.DEVIATING),
                count.applyAsLong(Outcome.NOT_RUN));
    }

    private static String reason(AreaResult area) {
        return area.clauses().stream()
                .filter(clause -> clause.outcome() == Outcome.NOT_RUN)
                .map(clause -> "   " + clause.reason())
                .findFirst()
                .orElse("");
    }

    private static String leftoverUsers(RunResult outcome) {
        return outcome.leftoverUsers().isEmpty()
                ? "No user was left behind."
                : "Users left behind: "
                        + outcome.leftoverUsers().stream().map(String::valueOf).collect(Collectors.joining(", ")) + ".";
    }
}
