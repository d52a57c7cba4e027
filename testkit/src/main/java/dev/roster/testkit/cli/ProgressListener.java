package dev.roster.testkit.cli;

import static java.util.stream.Collectors.joining;

import dev.roster.testkit.cli.ClauseResult.Status;
import dev.roster.testkit.conformance.ClauseBrokenError;
import dev.roster.testkit.conformance.DeviationException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/** Prints the progress of a run and records the results. Safe for use by multiple threads. */
final class ProgressListener implements TestExecutionListener {

    private static final int MAX_MESSAGE_LENGTH = 4_000;
    private static final int MAX_LINES = 8;
    private static final int MAX_LINE_LENGTH = 240;
    private static final double NANOS = 1e9;

    private final PrintStream out;
    private final SecretMask secrets;
    private final Map<String, Area> areas = new HashMap<>();
    private final Map<String, Long> starts = new HashMap<>();
    private final Map<String, Double> seconds = new HashMap<>();
    private final Map<String, ClauseResult> clauses = new HashMap<>();

    /**
     * Creates a listener.
     *
     * @param areas the areas that will be run
     */
    ProgressListener(PrintStream out, SecretMask secrets, List<Area> areas) {
        this.out = out;
        this.secrets = secrets;
        areas.forEach(area -> this.areas.put(area.uniqueId(), area));
    }

    @Override
    public synchronized void executionStarted(TestIdentifier started) {
        starts.put(started.getUniqueId(), System.nanoTime());
        Area area = areas.get(started.getUniqueId());
        if (area != null) {
            out.printf(
                    Locale.ROOT,
                    "started  %-20s %d clauses%n",
                    area.name(),
                    area.clauses().size());
        }
    }

    @Override
    public synchronized void executionFinished(TestIdentifier finished, TestExecutionResult result) {
        String id = finished.getUniqueId();
        double took = (System.nanoTime() - starts.getOrDefault(id, System.nanoTime())) / NANOS;
        seconds.put(id, took);
        Status status = switch (result.getStatus()) {
            case SUCCESSFUL -> Status.PASSED;
            case ABORTED -> Status.DEVIATING;
            case FAILED -> Status.FAILED;
        };
        String message = status == Status.PASSED ? "" : message(result.getThrowable());
        if (finished.isTest() || status == Status.FAILED) {
            // A failure of an area itself is recorded like a clause with the area's name.
            String clause = clauseOf(finished);
            clauses.put(id, new ClauseResult(clause, status, took, message));
            if (status != Status.PASSED) {
                out.printf("%-8s %s%n%s%n", label(status), clause, shortened(message));
            }
        }
        Area area = areas.get(id);
        if (area != null) {
            AreaResult all = result(area, "");
            out.printf(
                    Locale.ROOT,
                    "%-8s %-20s %d of %d clauses passed, %.1f s%n",
                    label(all.status()),
                    area.name(),
                    all.count(Status.PASSED),
                    all.clauses().size(),
                    took);
        }
    }

    private static String label(Status area) {
        return switch (area) {
            case PASSED -> "passed";
            case FAILED -> "FAILED";
            case DEVIATING -> "deviates";
            case UNDECLARED -> "partial";
        };
    }

    private String clauseOf(TestIdentifier test) {
        return areas.values().stream()
                .map(area -> area.clauses().get(test.getUniqueId()))
                .filter(clause -> clause != null)
                .findFirst()
                .orElseGet(test::getDisplayName);
    }

    /** Returns the result of an area. Clauses that did not run are undeclared, with the given reason. */
    synchronized AreaResult result(Area area, String reason) {
        List<ClauseResult> results = new ArrayList<>();
        area.clauses()
                .forEach(
                        (id, clause) -> results.add(clauses.getOrDefault(id, ClauseResult.undeclared(clause, reason))));
        ClauseResult asSuch = clauses.get(area.uniqueId());
        if (asSuch != null) {
            results.add(asSuch);
        }
        return new AreaResult(area.name(), seconds.getOrDefault(area.uniqueId(), 0.0), results);
    }

    private String message(Optional<Throwable> thrown) {
        StringBuilder text = new StringBuilder();
        thrown.ifPresent(broken -> append(broken, text));
        return truncated(secrets.mask(text.toString()), MAX_MESSAGE_LENGTH);
    }

    private static void append(Throwable broken, StringBuilder text) {
        Throwable seen = broken instanceof ClauseBrokenError && broken.getCause() != null ? broken.getCause() : broken;
        String message = seen.getMessage();
        boolean meant = seen instanceof AssertionError || seen instanceof DeviationException;
        String told = meant && message != null ? message : seen.toString();
        // Control characters in a response must not reach the terminal.
        told.lines()
                .map(line -> line.strip().replaceAll("\\p{Cntrl}", "?"))
                .filter(line -> !line.isEmpty())
                .forEach(line -> text.append(text.isEmpty() ? "" : "\n").append(line));
        for (Throwable also : broken.getSuppressed()) {
            append(also, text);
        }
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
