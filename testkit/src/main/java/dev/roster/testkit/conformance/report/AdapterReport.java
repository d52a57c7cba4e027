package dev.roster.testkit.conformance.report;

import dev.roster.testkit.conformance.report.CapabilityReport.State;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Report on one implementation. Contains every clause of its contracts, also those that did not run.
 *
 * @param adapter the name of the implementer's test class, or the base URL of a server
 * @param system name and version of the system behind it, such as {@code PostgreSQL 15.18}; empty if unknown
 * @param kitVersion the version of the test kit
 * @param contractVersion the highest version of a clause
 * @param javaVersion the version of the Java runtime
 * @param started when the first clause started
 * @param seconds from the start of the first clause to the end of the last
 * @param capabilities what the implementation declares, sorted by name
 * @param clauses the results, sorted by contract and id
 * @param problems failures outside clauses, such as in a method that runs before all
 */
public record AdapterReport(
        String adapter,
        String system,
        String kitVersion,
        String contractVersion,
        String javaVersion,
        Instant started,
        double seconds,
        List<CapabilityReport> capabilities,
        List<ClauseReport> clauses,
        List<String> problems) {

    /** Sorts and copies the lists. */
    public AdapterReport {
        capabilities = capabilities.stream()
                .sorted(Comparator.comparing(CapabilityReport::name))
                .toList();
        clauses = clauses.stream()
                .sorted(Comparator.comparing(
                                (ClauseReport each) -> each.clause().contract())
                        .thenComparing(ClauseReport::id))
                .toList();
        problems = List.copyOf(problems);
    }

    /** Returns the adapter without its package. */
    public String name() {
        return adapter.contains("://") ? adapter : adapter.replaceFirst("^(?:[a-z_0-9]+\\.)+(?=[A-Z])", "");
    }

    /** Returns the number of clauses with an outcome. */
    public long count(Outcome outcome) {
        return clauses.stream().filter(each -> each.outcome() == outcome).count();
    }

    /** Returns the number of clauses that ran. */
    long countRun() {
        return clauses.size() - count(Outcome.NOT_RUN);
    }

    /** Returns the verdict. Only a complete run without deviations and stale entries is conformant. */
    public Verdict verdict() {
        if (count(Outcome.FAILED) + count(Outcome.STALE) > 0 || !problems.isEmpty()) {
            return Verdict.NOT_CONFORMANT;
        }
        if (clauses.isEmpty()
                || count(Outcome.NOT_RUN) > 0
                || names(State.UNDECLARED).findAny().isPresent()) {
            return Verdict.INCOMPLETE;
        }
        if (count(Outcome.DEVIATING) > 0) {
            return Verdict.DEVIATING;
        }
        return names(State.UNSUPPORTED).findAny().isPresent()
                ? Verdict.CONFORMANT_WITHOUT_CAPABILITIES
                : Verdict.CONFORMANT;
    }

    /** Returns the verdict with the names of unsupported and undeclared capabilities. */
    public String verdictText() {
        List<String> unsupported = names(State.UNSUPPORTED).toList();
        List<String> undeclared = names(State.UNDECLARED).toList();
        Verdict verdict = verdict();
        String text = verdict == Verdict.CONFORMANT_WITHOUT_CAPABILITIES
                ? Verdict.CONFORMANT.text() + ", without " + String.join(", ", unsupported)
                : verdict.text();
        return undeclared.isEmpty() ? text : text + "; undeclared: " + String.join(", ", undeclared);
    }

    private Stream<String> names(State state) {
        return capabilities.stream().filter(each -> each.state() == state).map(CapabilityReport::name);
    }

    /**
     * Returns the capabilities without which a clause passed, sorted by name: the clause asserted what must hold
     * without them. Empty if all are supported, and for every other outcome.
     */
    public List<CapabilityReport> without(ClauseReport result) {
        return result.outcome() == Outcome.PASSED
                ? missing()
                        .filter(each -> result.clause().needs().contains(each.name()))
                        .toList()
                : List.of();
    }

    /** Returns the number of clauses that passed without a capability. */
    long countWithoutCapability() {
        return clauses.stream().filter(each -> !without(each).isEmpty()).count();
    }

    /** Returns the capabilities that are unsupported or undeclared, sorted by name. */
    Stream<CapabilityReport> missing() {
        return capabilities.stream().filter(each -> each.state() != State.SUPPORTED);
    }

    /** Returns this report under another name. */
    public AdapterReport withAdapter(String name) {
        return with(name, clauses, problems);
    }

    /** Returns this report with one more failure outside clauses. */
    public AdapterReport withProblem(String problem) {
        return with(
                adapter,
                clauses,
                Stream.concat(problems.stream(), Stream.of(problem)).toList());
    }

    /** Returns this report with other results. */
    public AdapterReport withClauses(List<ClauseReport> others) {
        return with(adapter, others, problems);
    }

    private AdapterReport with(String otherAdapter, List<ClauseReport> otherClauses, List<String> otherProblems) {
        return new AdapterReport(
                otherAdapter,
                system,
                kitVersion,
                contractVersion,
                javaVersion,
                started,
                seconds,
                capabilities,
                otherClauses,
                otherProblems);
    }
}
