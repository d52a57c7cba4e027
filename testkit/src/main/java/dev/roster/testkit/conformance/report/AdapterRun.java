package dev.roster.testkit.conformance.report;

import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.ClauseDescription;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** What is known about a running implementation. Safe for use by multiple threads. */
final class AdapterRun {

    private static final double NANOS = 1e9;
    private static final String UNKNOWN_VERSION = "unpackaged";

    private final String adapter;
    private final Map<String, ClauseDescription> described = new LinkedHashMap<>();
    private final Map<String, ClauseReport> results = new TreeMap<>();
    private final Map<String, String> capabilities = new TreeMap<>();
    private final Set<String> planned = new HashSet<>();
    private final Set<String> problems = new LinkedHashSet<>();
    private final Instant started;
    private final long start = System.nanoTime();
    private long end = start;
    private String system = "";

    AdapterRun(Class<?> type, Instant started) {
        adapter = type.getName().replace('$', '.');
        ClauseDescription.of(type).forEach(clause -> described.put(clause.id(), clause));
        this.started = started;
    }

    String adapter() {
        return adapter;
    }

    /** Records that a clause belongs to the test plan. */
    synchronized void plan(String id) {
        planned.add(id);
    }

    synchronized void addProblem(String problem) {
        problems.add(problem);
    }

    synchronized void declare(String capability, String value) {
        capabilities.put(capability, value);
    }

    synchronized void setSystem(String nameAndVersion) {
        if (!nameAndVersion.isBlank()) {
            system = nameAndVersion;
        }
    }

    /** Records a result. If a clause is run again, its worst result counts: a promise is kept each time. */
    synchronized void add(String id, Outcome outcome, String reason, String link, double seconds) {
        ClauseDescription clause = described.get(id);
        ClauseReport earlier = results.get(id);
        if (clause == null || (earlier != null && !outcome.isWorseThan(earlier.outcome()))) {
            return;
        }
        results.put(id, new ClauseReport(clause, outcome, reason, link, seconds));
        if (outcome != Outcome.NOT_RUN) {
            end = System.nanoTime();
        }
    }

    /**
     * Returns the report as of now.
     *
     * @param notSelected the reason of clauses that do not belong to the plan
     * @param unfinished the reason of planned clauses that have no result
     */
    synchronized AdapterReport report(String notSelected, String unfinished) {
        List<ClauseReport> clauses = new ArrayList<>();
        for (ClauseDescription clause : described.values()) {
            String reason = planned.contains(clause.id()) ? unfinished : notSelected;
            clauses.add(results.getOrDefault(clause.id(), ClauseReport.notRun(clause, reason)));
        }
        return new AdapterReport(
                adapter,
                system,
                kitVersion(),
                contractVersion(described.values()),
                System.getProperty("java.version"),
                started,
                (end - start) / NANOS,
                capabilities(),
                clauses,
                List.copyOf(problems));
    }

    private List<CapabilityReport> capabilities() {
        Map<String, CapabilityReport> all = new TreeMap<>();
        results.values().stream()
                .filter(result -> result.outcome() != Outcome.NOT_RUN)
                .flatMap(result -> result.clause().needs().stream())
                .forEach(name -> all.put(name, CapabilityReport.undeclared(name)));
        capabilities.forEach((name, value) -> all.put(name, CapabilityReport.published(name, value)));
        return List.copyOf(all.values());
    }

    static String kitVersion() {
        return Objects.requireNonNullElse(Clause.class.getPackage().getImplementationVersion(), UNKNOWN_VERSION);
    }

    static String contractVersion(Iterable<ClauseDescription> clauses) {
        String highest = "";
        for (ClauseDescription clause : clauses) {
            if (highest.isEmpty() || compare(clause.since(), highest) > 0) {
                highest = clause.since();
            }
        }
        return highest;
    }

    private static int compare(String version, String other) {
        return Arrays.compare(numbers(version), numbers(other));
    }

    private static int[] numbers(String version) {
        return Arrays.stream(version.split("\\D+"))
                .filter(part -> !part.isEmpty())
                .mapToInt(Integer::parseInt)
                .toArray();
    }
}
