package dev.roster.testkit.conformance.matrix;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.roster.testkit.conformance.CapturedOutput;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.ClauseBrokenError;
import dev.roster.testkit.conformance.OptionalLibrary;
import dev.roster.testkit.conformance.selection.ClauseSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs a contract and returns the clauses that fail. Its runs appear in no report. */
public final class BrokenClauses {

    private BrokenClauses() {}

    /** Returns the ids of the clauses of a contract that fail. */
    public static Set<String> of(Class<?> contract) {
        return ids(failures(contract, clause -> true));
    }

    /** Runs a single clause, which is faster than the whole contract. Returns its id if it fails. */
    public static Set<String> of(Class<?> contract, String clause) {
        return ids(failures(contract, clause::equals));
    }

    private static Set<String> ids(List<ClauseBrokenError> failures) {
        return failures.stream().map(ClauseBrokenError::clause).collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Runs the selected clauses of a contract.
     *
     * @param contract the implementer's subclass of the contract
     * @param selected selects clauses by their ids
     * @return the failures, one of each clause that failed
     * @throws IllegalArgumentException if the contract contains no such clause
     * @throws AssertionError if a test fails that is not a clause
     * @throws IllegalStateException with the dependency to add if JUnit's launcher is missing
     */
    public static List<ClauseBrokenError> failures(Class<?> contract, Predicate<String> selected) {
        requireLauncher();
        PostDiscoveryFilter filter =
                test -> FilterResult.includedIf(clause(test).map(selected::test).orElse(true));
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(contract))
                .filters(EngineFilter.includeEngines("junit-jupiter"), filter)
                .enableImplicitConfigurationParameters(false)
                // a clause that the baseline lists must detect its faults, too
                .configurationParameter("conformance.baseline", "none")
                .build();
        Recorder recorder = new Recorder();
        // a planted fault may print secrets
        CapturedOutput.silently(() -> LauncherFactory.create(enginesOnly()).execute(request, recorder));
        if (recorder.tests == 0 && recorder.failures.isEmpty()) {
            throw new IllegalArgumentException(contract.getSimpleName() + " has no such clause");
        }
        return recorder.failures.stream().map(BrokenClauses::broken).toList();
    }

    static void requireLauncher() {
        OptionalLibrary.require(
                "org.junit.platform.launcher.Launcher",
                "org.junit.platform:junit-platform-launcher:6.1.3",
                "Use the version of your other JUnit artifacts: with junit-bom, none; with JUnit 5.x, 1.x.");
    }

    /** Without the listeners of the class path, which would report the failures of faulty implementations. */
    private static LauncherConfig enginesOnly() {
        return LauncherConfig.builder()
                .enableLauncherSessionListenerAutoRegistration(false)
                .enableLauncherDiscoveryListenerAutoRegistration(false)
                .enableTestExecutionListenerAutoRegistration(false)
                .enablePostDiscoveryFilterAutoRegistration(false)
                .build();
    }

    private static Optional<String> clause(TestDescriptor test) {
        return ClauseSource.clauseOf(test.getSource()).map(Clause::value);
    }

    private static ClauseBrokenError broken(Throwable failure) {
        if (failure instanceof ClauseBrokenError broken) {
            return broken;
        }
        throw new AssertionError("the failure does not contain a clause id", failure);
    }

    private static final class Recorder implements TestExecutionListener {

        private final List<Throwable> failures = new ArrayList<>();
        private int tests;

        @Override
        public synchronized void executionFinished(TestIdentifier finished, TestExecutionResult result) {
            if (finished.isTest()) {
                tests++;
            }
            result.getThrowable().ifPresent(failures::add);
        }
    }
}
