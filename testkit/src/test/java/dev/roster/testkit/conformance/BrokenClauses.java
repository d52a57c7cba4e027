package dev.roster.testkit.conformance;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.lang.reflect.Method;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Runs a contract and returns the ids of the clauses that fail. */
public final class BrokenClauses {

    private BrokenClauses() {}

    public static Set<String> of(Class<?> contract) {
        return of(selectClass(contract));
    }

    /** Runs a single clause, which is faster than the whole contract. */
    public static Set<String> of(Class<?> contract, String clause) {
        for (Class<?> part = contract; part != null; part = part.getSuperclass()) {
            for (Method method : part.getDeclaredMethods()) {
                Clause borne = method.getAnnotation(Clause.class);
                if (borne != null && borne.value().equals(clause)) {
                    return of(selectMethod(contract, method));
                }
            }
        }
        throw new IllegalArgumentException(contract.getSimpleName() + " has no clause " + clause);
    }

    private static Set<String> of(DiscoverySelector selected) {
        return EngineTestKit.engine("junit-jupiter").selectors(selected).execute().testEvents().failed().stream()
                .map(event -> event.getRequiredPayload(org.junit.platform.engine.TestExecutionResult.class))
                .flatMap(result -> result.getThrowable().stream())
                .map(BrokenClauses::clause)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String clause(Throwable failure) {
        if (failure instanceof ClauseBrokenError broken && broken.getMessage().contains(broken.clause())) {
            return broken.clause();
        }
        throw new AssertionError("the failure does not contain a clause id", failure);
    }
}
