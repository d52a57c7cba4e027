package dev.roster.testkit.contract;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.roster.testkit.conformance.ClauseBrokenError;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Runs a contract against something and tells which clauses it breaks. */
final class BrokenClauses {

    private BrokenClauses() {}

    static Set<String> of(Class<?> contract) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(contract))
                .execute()
                .testEvents()
                .failed()
                .stream()
                .map(event -> event.getRequiredPayload(org.junit.platform.engine.TestExecutionResult.class))
                .flatMap(result -> result.getThrowable().stream())
                .map(BrokenClauses::clause)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String clause(Throwable failure) {
        if (failure instanceof ClauseBrokenError broken && broken.getMessage().contains(broken.clause())) {
            return broken.clause();
        }
        throw new AssertionError("a failure that names no clause", failure);
    }
}
