package dev.roster.testkit.fuzz;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Result of a run.
 *
 * @param requestCount the number of requests sent
 * @param byStatus the number of responses by status; 0 stands for no response
 * @param byOperation the number of responses by operation and status
 * @param findings the first finding of each kind, up to a limit
 * @param findingCount the number of all findings
 */
public record FuzzReport(
        long seed,
        int requestCount,
        Map<Integer, Integer> byStatus,
        Map<String, Map<Integer, Integer>> byOperation,
        List<Finding> findings,
        int findingCount) {

    /** Returns the number of responses with a status of 500 or higher. */
    public int serverErrors() {
        return byStatus.entrySet().stream()
                .filter(entry -> entry.getKey() >= 500)
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    /** Returns the counts by status, in one line. */
    public String summary() {
        return requestCount + " requests (seed " + seed + "), " + findingCount + " findings, by status: "
                + line(byStatus);
    }

    /** Returns the whole report in a form for people. */
    @Override
    public String toString() {
        String operations = byOperation.entrySet().stream()
                .map(entry -> String.format(Locale.ROOT, "%-36s %s", entry.getKey(), line(entry.getValue())))
                .collect(Collectors.joining("\n"));
        String all = findings.stream().map(finding -> "\n\n" + finding).collect(Collectors.joining());
        return summary() + "\n" + operations + all;
    }

    private static String line(Map<Integer, Integer> counts) {
        return new TreeMap<>(counts)
                .entrySet().stream()
                        .map(entry ->
                                (entry.getKey() == 0 ? "none" : entry.getKey().toString()) + ": " + entry.getValue())
                        .collect(Collectors.joining(", "));
    }
}
