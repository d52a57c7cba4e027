package dev.roster.testkit.cli;

import static java.util.stream.Collectors.joining;

import dev.roster.testkit.conformance.report.AdapterReport;
import dev.roster.testkit.conformance.report.ClauseReport;
import dev.roster.testkit.conformance.report.Outcome;
import dev.roster.testkit.conformance.report.ReportRecorder;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Records the results of a run and prints its progress. Safe for use by multiple threads. */
final class ProgressListener implements TestExecutionListener {

    private static final int MAX_LINES = 8;
    private static final int MAX_LINE_LENGTH = 240;
    private static final double NANOS = 1e9;

    private final PrintStream out;
    private final Class<?> tested;
    private final ReportRecorder recorder;
    private final UnaryOperator<String> mask;
    private final Map<String, Area> areas = new HashMap<>();
    private final Map<String, Long> starts = new HashMap<>();
    private final Map<String, Double> seconds = new HashMap<>();

    /**
     * Creates a listener.
     *
     * @param tested the class of the tested contract
     * @param recorder receives all events
     * @param mask masks secrets
     * @param areas the areas that will be run
     */
    ProgressListener(
            PrintStream out, Class<?> tested, ReportRecorder recorder, UnaryOperator<String> mask, List<Area> areas) {
        this.out = out;
        this.tested = tested;
        this.recorder = recorder;
        this.mask = mask;
        areas.forEach(area -> this.areas.put(area.uniqueId(), area));
    }

    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
        recorder.testPlanExecutionStarted(plan);
    }

    @Override
    public void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
        recorder.reportingEntryPublished(test, entry);
    }

    @Override
    public void executionSkipped(TestIdentifier skipped, String reason) {
        recorder.executionSkipped(skipped, reason);
    }

    @Override
    public synchronized void executionStarted(TestIdentifier started) {
        recorder.executionStarted(started);
        Area area = areas.get(started.getUniqueId());
        if (area != null) {
            starts.put(started.getUniqueId(), System.nanoTime());
            out.printf(
                    Locale.ROOT,
                    "started  %-20s %d clauses%n",
                    area.name(),
                    area.clauses().size());
        }
    }

    @Override
    public synchronized void executionFinished(TestIdentifier finished, TestExecutionResult result) {
        recorder.executionFinished(finished, result);
        String id = finished.getUniqueId();
        if (finished.isTest() && result.getStatus() != Status.SUCCESSFUL) {
            printFailure(finished);
        } else if (finished.isContainer() && result.getStatus() == Status.FAILED) {
            String problem = result.getThrowable().map(String::valueOf).orElse("");
            out.printf("FAILED   %s%n%s%n", finished.getDisplayName(), shortened(mask.apply(problem)));
        }
        Area area = areas.get(id);
        if (area != null) {
            double took = (System.nanoTime() - starts.getOrDefault(id, System.nanoTime())) / NANOS;
            seconds.put(id, took);
            AreaResult all = result(area, recorder.report(tested));
            out.printf(
                    Locale.ROOT,
                    "%-8s %-20s %d of %d clauses passed, %.1f s%n",
                    label(all.outcome()),
                    area.name(),
                    all.count(Outcome.PASSED),
                    all.clauses().size(),
                    took);
        }
    }

    private void printFailure(TestIdentifier finished) {
        String clause = areas.values().stream()
                .map(area -> area.clauses().get(finished.getUniqueId()))
                .filter(id -> id != null)
                .findFirst()
                .orElseGet(finished::getDisplayName);
        recorder.report(tested).clauses().stream()
                .filter(result -> result.id().equals(clause))
                .forEach(result ->
                        out.printf("%-8s %s%n%s%n", label(result.outcome()), clause, shortened(result.reason())));
    }

    private static String label(Outcome outcome) {
        return switch (outcome) {
            case PASSED -> "passed";
            case FAILED -> "FAILED";
            case STALE -> "STALE";
            case DEVIATING -> "deviates";
            case NOT_RUN -> "partial";
        };
    }

    /** Returns the results of the clauses of an area. */
    synchronized AreaResult result(Area area, AdapterReport report) {
        List<ClauseReport> results = report.clauses().stream()
                .filter(result -> area.clauses().containsValue(result.id()))
                .toList();
        return new AreaResult(area.name(), seconds.getOrDefault(area.uniqueId(), 0.0), results);
    }

    private static String shortened(String message) {
        List<String> lines = message.lines().toList();
        return lines.stream()
                .limit(MAX_LINES)
                .map(line -> "         " + truncated(line, MAX_LINE_LENGTH))
                .collect(joining("\n", "", lines.size() <= MAX_LINES ? "" : "\n         ..."));
    }

    private static String truncated(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length) + " ...";
    }
}
