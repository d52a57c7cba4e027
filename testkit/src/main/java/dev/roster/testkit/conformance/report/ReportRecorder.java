package dev.roster.testkit.conformance.report;

import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.ClauseDescription;
import dev.roster.testkit.conformance.selection.ClauseSource;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Records the clauses of a test plan. Ignores all other tests. An implementation is the outermost test class; if its
 * nested classes run the same contract several times, each of them is one. Safe for use by multiple threads.
 */
public final class ReportRecorder implements TestExecutionListener {

    /** The reason of clauses that do not belong to the test plan. */
    public static final String NOT_SELECTED = "not selected in this run";

    private static final String ENTRIES = "conformance.";
    private static final String CAPABILITY = ENTRIES + "capability.";
    private static final String DEVIATION = ENTRIES + "deviation";
    private static final String LINK = ENTRIES + "link";
    private static final String STALE = ENTRIES + "stale";
    private static final String SYSTEM = ENTRIES + "system";
    private static final String JUPITER = "[engine:junit-jupiter]";
    private static final String INTERRUPTED = "interrupted";
    private static final double NANOS = 1e9;

    private final UnaryOperator<String> messages;
    private final Map<Class<?>, AdapterRun> runs;
    private final Consumer<AdapterReport> begun;
    private final Map<String, Long> starts = new ConcurrentHashMap<>();
    private final Map<String, Map<String, String>> entries = new ConcurrentHashMap<>();
    private final Map<Class<?>, Boolean> unique = new ConcurrentHashMap<>();
    private final Set<AdapterRun> seen = ConcurrentHashMap.newKeySet();
    private volatile @Nullable TestPlan plan;

    /**
     * Creates a recorder.
     *
     * @param messages changes messages of failures, for example to mask secrets
     */
    public ReportRecorder(UnaryOperator<String> messages) {
        this(messages, new ConcurrentHashMap<>(), report -> {});
    }

    /**
     * Creates a recorder that continues runs of an earlier plan.
     *
     * @param begun receives the report of an implementation before its first clause
     */
    ReportRecorder(UnaryOperator<String> messages, Map<Class<?>, AdapterRun> runs, Consumer<AdapterReport> begun) {
        this.messages = messages;
        this.runs = runs;
        this.begun = begun;
    }

    @Override
    public void testPlanExecutionStarted(TestPlan started) {
        plan = started;
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        if (clause(test).isPresent()) {
            adapter(test);
            starts.put(test.getUniqueId(), System.nanoTime());
        }
    }

    @Override
    public void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
        entry.getKeyValuePairs().forEach((key, value) -> {
            if (key.startsWith(ENTRIES)) {
                entries.computeIfAbsent(test.getUniqueId(), id -> new ConcurrentHashMap<>())
                        .put(key, value);
            }
        });
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        forEachClause(test, (run, id) -> run.add(id, Outcome.NOT_RUN, "skipped: " + reason, "", 0));
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        Optional<String> clause = clause(test);
        if (clause.isPresent()) {
            finish(test, clause.get(), result);
        } else if (result.getStatus() != Status.SUCCESSFUL && test.isContainer()) {
            String message = message(result);
            boolean failed = result.getStatus() == Status.FAILED;
            forEachClause(test, (run, id) -> {
                if (failed) {
                    run.addProblem(test.getDisplayName() + ": " + message);
                }
                run.add(id, Outcome.NOT_RUN, (failed ? "failed before the clause: " : "aborted: ") + message, "", 0);
            });
        }
    }

    private void finish(TestIdentifier test, String clause, TestExecutionResult result) {
        Long start = starts.remove(test.getUniqueId());
        double seconds = start == null ? 0 : (System.nanoTime() - start) / NANOS;
        Map<String, String> published =
                Optional.ofNullable(entries.remove(test.getUniqueId())).orElse(Map.of());
        AdapterRun run = adapter(test);
        published.forEach((key, value) -> {
            if (key.startsWith(CAPABILITY)) {
                run.declare(key.substring(CAPABILITY.length()), value);
            } else if (key.equals(SYSTEM)) {
                run.setSystem(value);
            }
        });
        switch (result.getStatus()) {
            case SUCCESSFUL -> run.add(clause, Outcome.PASSED, "", "", seconds);
            case FAILED -> {
                Outcome outcome = published.containsKey(STALE) ? Outcome.STALE : Outcome.FAILED;
                run.add(clause, outcome, message(result), "", seconds);
            }
            case ABORTED -> {
                String deviation = published.get(DEVIATION);
                if (deviation == null) {
                    run.add(clause, Outcome.NOT_RUN, "aborted: " + message(result), "", 0);
                } else {
                    run.add(clause, Outcome.DEVIATING, deviation, published.getOrDefault(LINK, ""), seconds);
                }
            }
        }
    }

    /** Returns a report on each implementation of which a clause was run or skipped. */
    public List<AdapterReport> reports() {
        String selection = System.getProperty("clauses");
        String notSelected = selection == null ? NOT_SELECTED : "not selected by -Dclauses=" + selection;
        if (!seen.isEmpty()) {
            markPlanned();
        }
        return seen.stream()
                .map(run -> run.report(notSelected, INTERRUPTED))
                .sorted((one, other) -> one.adapter().compareTo(other.adapter()))
                .toList();
    }

    /** Returns the report on one implementation, also if none of its clauses was run or skipped. */
    public AdapterReport report(Class<?> type) {
        AdapterRun run = runs.computeIfAbsent(type, key -> new AdapterRun(key, Instant.now()));
        markPlanned();
        return run.report(NOT_SELECTED, INTERRUPTED);
    }

    private AdapterRun adapter(TestIdentifier test) {
        Class<?> type = implementation(test);
        AdapterRun known = runs.get(type);
        if (known != null) {
            seen.add(known);
            return known;
        }
        synchronized (this) {
            boolean isNew = !runs.containsKey(type);
            AdapterRun run = runs.computeIfAbsent(type, key -> new AdapterRun(key, Instant.now()));
            seen.add(run);
            if (isNew) {
                begun.accept(run.report(INTERRUPTED, INTERRUPTED));
            }
            return run;
        }
    }

    private void markPlanned() {
        TestPlan all = plan;
        for (TestIdentifier root : all == null ? Set.<TestIdentifier>of() : all.getRoots()) {
            for (TestIdentifier test : descendants(root)) {
                clause(test).ifPresent(id -> {
                    AdapterRun run = runs.get(implementation(test));
                    if (run != null) {
                        run.plan(id);
                    }
                });
            }
        }
    }

    /** Returns the outermost test class in which no clause occurs twice. */
    private Class<?> implementation(TestIdentifier test) {
        Deque<Class<?>> enclosing = new ArrayDeque<>();
        TestIdentifier each = test;
        while (each != null && !each.getUniqueId().endsWith(JUPITER)) {
            if (each.getSource().orElse(null) instanceof ClassSource source) {
                enclosing.push(source.getJavaClass());
            }
            each = parent(each);
        }
        return enclosing.stream()
                .filter(type -> unique.computeIfAbsent(type, ReportRecorder::isUnique))
                .findFirst()
                .orElseGet(enclosing::getLast);
    }

    private static boolean isUnique(Class<?> type) {
        List<ClauseDescription> clauses = ClauseDescription.of(type);
        return clauses.stream().map(ClauseDescription::id).distinct().count() == clauses.size();
    }

    private @Nullable TestIdentifier parent(TestIdentifier test) {
        TestPlan all = plan;
        return all == null ? null : all.getParent(test).orElse(null);
    }

    private void forEachClause(TestIdentifier test, BiConsumer<AdapterRun, String> action) {
        clause(test).ifPresent(id -> action.accept(adapter(test), id));
        descendants(test).forEach(each -> clause(each).ifPresent(id -> action.accept(adapter(each), id)));
    }

    private Set<TestIdentifier> descendants(TestIdentifier test) {
        TestPlan all = plan;
        return all == null ? Set.of() : all.getDescendants(test);
    }

    private static Optional<String> clause(TestIdentifier test) {
        return test.isTest() && test.getUniqueId().contains(JUPITER)
                ? ClauseSource.clauseOf(test.getSource()).map(Clause::value)
                : Optional.empty();
    }

    private String message(TestExecutionResult result) {
        return FailureText.truncated(
                messages.apply(result.getThrowable().map(FailureText::of).orElse("")));
    }
}
