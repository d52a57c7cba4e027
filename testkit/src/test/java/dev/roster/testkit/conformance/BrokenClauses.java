package dev.roster.testkit.conformance;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** Runs a contract and returns the ids of the clauses that fail. */
public final class BrokenClauses {

    private BrokenClauses() {}

    public static Set<String> of(Class<?> contract) {
        return run(contract, clause -> true);
    }

    /** Runs a single clause, which is faster than the whole contract. */
    public static Set<String> of(Class<?> contract, String clause) {
        return run(contract, clause::equals);
    }

    private static Set<String> run(Class<?> contract, Predicate<String> selected) {
        PostDiscoveryFilter filter =
                test -> FilterResult.includedIf(clause(test).map(selected::test).orElse(true));
        Events events = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(contract))
                .filters(filter)
                .execute()
                .testEvents();
        if (events.started().count() == 0) {
            throw new IllegalArgumentException(contract.getSimpleName() + " has no such clause");
        }
        return events.failed().stream()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .flatMap(result -> result.getThrowable().stream())
                .map(BrokenClauses::clause)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Optional<String> clause(TestDescriptor test) {
        return test.getSource()
                .filter(MethodSource.class::isInstance)
                .map(source -> ((MethodSource) source).getJavaMethod().getAnnotation(Clause.class))
                .map(Clause::value);
    }

    private static String clause(Throwable failure) {
        if (failure instanceof ClauseBrokenError broken && broken.getMessage().contains(broken.clause())) {
            return broken.clause();
        }
        throw new AssertionError("the failure does not contain a clause id", failure);
    }
}
