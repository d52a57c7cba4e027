package dev.roster.testkit.conformance.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.roster.testkit.conformance.Specification;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Checks that a contract detects planted faults, each by the clauses about it, and that each clause detects a fault.
 * Runs one fault after the other.
 */
public final class FaultDetection {

    private final Class<?> planted;
    private final List<PlantedRun> runs = new ArrayList<>();

    private record PlantedRun(PlantedFault fault, Runnable plant) {}

    /**
     * Creates an instance without faults.
     *
     * @param planted a subclass of the contract, whose backend has the fault planted last
     * @throws IllegalStateException with the dependency to add if JUnit's launcher is missing
     */
    public FaultDetection(Class<?> planted) {
        BrokenClauses.requireLauncher();
        this.planted = planted;
    }

    /**
     * Adds faults.
     *
     * @param faults the faults, usually all constants of an enum
     * @param plant plants a fault in the backends created from then on
     */
    public <F extends PlantedFault> FaultDetection of(F[] faults, Consumer<F> plant) {
        for (F fault : faults) {
            runs.add(new PlantedRun(fault, () -> plant.accept(fault)));
        }
        return this;
    }

    /** Returns a test of each fault, and one that every clause is meant to detect a fault. */
    public List<DynamicTest> tests() {
        return tests(Set.of());
    }

    /** Returns the tests, for a contract with clauses that need no fault here. */
    public List<DynamicTest> tests(Collection<String> exceptions) {
        Stream<DynamicTest> faults = runs.stream()
                .map(run -> dynamicTest(
                        run.fault.name() + ": " + run.fault.description(),
                        () -> assertThat(detection(run, run.fault.clauses()::contains)
                                        .problems())
                                .isEmpty()));
        Stream<DynamicTest> clauses = Stream.of(dynamicTest(
                "every clause detects a fault", () -> assertThat(idleClauses()).isSubsetOf(exceptions)));
        return Stream.concat(faults, clauses).toList();
    }

    /** Returns the clauses that are meant to detect no fault. */
    private Set<String> idleClauses() {
        Set<String> idle = new TreeSet<>(Specification.clausesOf(planted));
        runs.forEach(run -> run.fault.clauses().forEach(idle::remove));
        return idle;
    }

    /** Returns the rows of the kill matrix without a run: each fault with the clauses that must detect it. */
    public Stream<KillMatrix.Row> plannedRows() {
        return runs.stream().map(run -> KillMatrix.Row.of(contract(), run.fault, run.fault.clauses()));
    }

    /**
     * Runs all clauses on each fault, which may take long, and returns the rows of the kill matrix with every clause
     * that detected the fault, meant for it or not.
     *
     * @throws AssertionError if a clause does not detect a fault that it must detect
     */
    public Stream<KillMatrix.Row> rows() {
        return runs.stream().map(run -> {
            Detection detection = detection(run, clause -> true);
            assertThat(detection.problems()).isEmpty();
            return KillMatrix.Row.of(contract(), run.fault, detection.clauses());
        });
    }

    private Class<?> contract() {
        Class<?> type = planted;
        while (!Modifier.isAbstract(type.getModifiers())) {
            type = Objects.requireNonNull(type.getSuperclass(), "no abstract contract");
        }
        return type;
    }

    /**
     * Runs each raced fault several times with the clauses that must detect it.
     *
     * @return how often each raced fault was detected, by its name
     */
    public Map<String, Integer> detectionsOfRaced(int runsOfEach) {
        Map<String, Integer> detected = new TreeMap<>();
        for (PlantedRun run : runs) {
            for (int i = 0; run.fault.raced() && i < runsOfEach; i++) {
                boolean found =
                        detection(run, run.fault.clauses()::contains).problems().isEmpty();
                detected.merge(run.fault.name(), found ? 1 : 0, Integer::sum);
            }
        }
        return detected;
    }

    private Detection detection(PlantedRun run, Predicate<String> clauses) {
        run.plant.run();
        return new Detection(run.fault, BrokenClauses.failures(planted, clauses));
    }
}
