package dev.roster.testkit.fuzz;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a run found.
 *
 * @param requestCount how many were sent
 * @param byStatus how many were answered with each status; 0 stands for no answer
 * @param byOperation how many of each operation were answered with each status
 * @param findings the first of each kind, as far as there are not too many
 * @param findingCount how many there were
 */
public record FuzzReport(
        long seed,
        int requestCount,
        Map<Integer, Integer> byStatus,
        Map<String, Map<Integer, Integer>> byOperation,
        List<Finding> findings,
        int findingCount) {

    /** How many were answered with a status from 500. */
    public int serverErrors() {
        return byStatus.entrySet().stream()
                .filter(entry -> entry.getKey() >= 500)
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    /** The counts by status, in a line. */
    public String summary() {
        return requestCount + " requests (seed " + seed + "), " + findingCount + " findings, by status: "
                + line(byStatus);
    }

    /** All of it, for people. */
    @Override
    public String toString() {
        String operations = byOperation.entrySet().stream()
                .map(entry -> String.format("%-36s %s", entry.getKey(), line(entry.getValue())))
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
