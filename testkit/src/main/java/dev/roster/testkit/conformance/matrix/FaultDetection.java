package dev.roster.testkit.conformance.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.roster.testkit.conformance.Specification;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.DynamicTest;

/** Tests that a contract detects planted faults, each by the clauses about it. The tests run one after the other. */
public final class FaultDetection {

    private final Class<?> planted;
    private final List<DynamicTest> tests = new ArrayList<>();
    private final Set<String> detecting = new TreeSet<>();

    /** Creates tests of a subclass of the contract, whose backend has the fault planted last. */
    public FaultDetection(Class<?> planted) {
        this.planted = planted;
    }

    /** Adds a test of each fault with each of the clauses that must detect it. */
    public <F extends PlantedFault> FaultDetection of(F[] faults, Consumer<F> plant) {
        for (F fault : faults) {
            for (String clause : fault.clauses()) {
                detecting.add(clause);
                tests.add(dynamicTest(fault.name() + " by " + clause, () -> {
                    plant.accept(fault);
                    assertThat(BrokenClauses.of(planted, clause)).containsExactly(clause);
                }));
            }
        }
        return this;
    }

    /** Returns the tests, and one that every clause detects a fault, except those that need no fault here. */
    public List<DynamicTest> tests(Collection<String> exceptions) {
        Set<String> clauses = new TreeSet<>(Specification.clausesOf(planted));
        clauses.removeAll(exceptions);
        tests.add(dynamicTest(
                "every clause detects a fault", () -> assertThat(detecting).isEqualTo(clauses)));
        return tests;
    }
}
