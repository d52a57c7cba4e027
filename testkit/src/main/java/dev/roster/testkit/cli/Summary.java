package dev.roster.testkit.cli;

import dev.roster.testkit.cli.ClauseResult.Status;
import java.util.Formatter;
import java.util.Locale;
import java.util.stream.Collectors;

/** Text printed at the end of a run. */
final class Summary {

    private Summary() {}

    static String text(RunResult outcome) {
        Formatter text = new Formatter(Locale.ROOT);
        text.format("%n%-20s%9s%9s%12s%9s%n", "area", "passed", "failed", "undeclared", "seconds");
        for (AreaResult area : outcome.areas()) {
            text.format(
                    "%-20s%9d%9d%12d%9.1f%s%n",
                    area.name(),
                    area.count(Status.PASSED),
                    area.count(Status.FAILED),
                    area.count(Status.UNDECLARED),
                    area.seconds(),
                    reason(area));
        }
        text.format(
                "%-20s%9d%9d%12d%9.1f%n%n",
                "all",
                outcome.count(Status.PASSED),
                outcome.count(Status.FAILED),
                outcome.count(Status.UNDECLARED),
                outcome.seconds());
        text.format(
                "%d %s tried a password, at most %d in a minute. %s%n",
                outcome.loginAttempts(),
                outcome.loginAttempts() == 1 ? "request" : "requests",
                outcome.maxLoginAttemptsPerMinute(),
                leftoverUsers(outcome));
        return text
                + (outcome.interrupted() ? String.format(Locale.ROOT, "Interrupted: not all clauses were run.%n") : "");
    }

    private static String reason(AreaResult area) {
        return area.clauses().stream()
                .filter(clause -> clause.status() == Status.UNDECLARED)
                .map(clause -> "   " + clause.message())
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
