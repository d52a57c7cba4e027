package dev.roster.testkit.conformance.report;

import dev.roster.testkit.conformance.ClauseDescription;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Results of one contract, by clause and implementation.
 *
 * @param contract the name of the contract
 * @param adapters the numbers of the implementations that have it, in the order of the reports
 * @param rows the clauses, sorted by id
 */
record ContractTable(String contract, List<Integer> adapters, List<Row> rows) {

    /**
     * Results of a clause.
     *
     * @param results results by number of the implementation
     */
    record Row(ClauseDescription clause, Map<Integer, ClauseReport> results) {

        Optional<ClauseReport> result(int adapter) {
            return Optional.ofNullable(results.get(adapter));
        }
    }

    /** Returns a table for each contract, sorted by name. */
    static List<ContractTable> of(List<AdapterReport> reports) {
        Map<String, Map<String, Row>> contracts = new TreeMap<>();
        Map<String, TreeSet<Integer>> adapters = new TreeMap<>();
        for (int number = 0; number < reports.size(); number++) {
            for (ClauseReport result : reports.get(number).clauses()) {
                String contract = result.clause().contract();
                adapters.computeIfAbsent(contract, key -> new TreeSet<>()).add(number);
                contracts
                        .computeIfAbsent(contract, key -> new TreeMap<>())
                        .computeIfAbsent(result.id(), key -> new Row(result.clause(), new LinkedHashMap<>()))
                        .results()
                        .put(number, result);
            }
        }
        List<ContractTable> tables = new ArrayList<>();
        contracts.forEach((contract, rows) -> tables.add(new ContractTable(
                contract, List.copyOf(Objects.requireNonNull(adapters.get(contract))), List.copyOf(rows.values()))));
        return tables;
    }

    /** Returns how many clauses of an implementation ended in a way. */
    long count(int adapter, Outcome outcome) {
        return rows.stream()
                .flatMap(row -> row.result(adapter).stream())
                .filter(result -> result.outcome() == outcome)
                .count();
    }

    /** Returns the outcome of an implementation that matters most: one that did not pass. */
    Outcome worst(int adapter) {
        for (Outcome outcome : List.of(Outcome.FAILED, Outcome.STALE, Outcome.NOT_RUN, Outcome.DEVIATING)) {
            if (count(adapter, outcome) > 0) {
                return outcome;
            }
        }
        return Outcome.PASSED;
    }
}
