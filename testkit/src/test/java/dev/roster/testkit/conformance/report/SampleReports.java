package dev.roster.testkit.conformance.report;

import dev.roster.testkit.conformance.Clause.Level;
import dev.roster.testkit.conformance.ClauseDescription;
import dev.roster.testkit.conformance.report.CapabilityReport.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Reports with invented results. */
final class SampleReports {

    static final String MARKUP = "<script>alert('1')</script> \"quoted\" & <b>bold</b>";

    private SampleReports() {}

    /** Returns reports on implementations of contracts with 25 clauses each; all pass. */
    static List<AdapterReport> passed(int adapters, int clauses) {
        return IntStream.range(0, adapters)
                .mapToObj(number -> adapter(
                        "com.example.storage.Sample" + (char) ('A' + number) + "StorageTest",
                        IntStream.range(0, clauses)
                                .mapToObj(clause -> ClauseReport.passed(clause(clause), 0.01 * (clause % 150)))
                                .toList()))
                .toList();
    }

    /** Returns one report with each outcome, whose texts contain markup. */
    static AdapterReport eachOutcome() {
        List<ClauseReport> results = new ArrayList<>();
        for (Outcome outcome : Outcome.values()) {
            ClauseDescription clause = new ClauseDescription(
                    "shelf." + outcome.id(), "ShelfContract", MARKUP, Level.SHOULD, "1.0", List.of());
            String reason = outcome == Outcome.PASSED ? "" : outcome.id() + ": " + MARKUP;
            String link = outcome == Outcome.DEVIATING ? "javascript:alert('2')" : "";
            results.add(new ClauseReport(clause, outcome, reason, link, 0.5));
        }
        return adapter("com.example.ShelfTest", results);
    }

    static AdapterReport adapter(String name, List<ClauseReport> clauses) {
        return new AdapterReport(
                name,
                "Shelf 1.2",
                "1.0.0",
                "1.0",
                "17.0.15",
                Instant.parse("2026-11-27T14:00:00.123456Z"),
                3.25,
                List.of(new CapabilityReport("concurrent-puts", State.UNSUPPORTED, "one writer at a time")),
                clauses,
                List.of());
    }

    private static ClauseDescription clause(int number) {
        return new ClauseDescription(
                "area" + number / 25 + ".clause-number-" + number % 25,
                "Area" + number / 25 + "Contract",
                "The result of the call number " + number + " is what the call before it stored, whatever its case.",
                number % 10 == 9 ? Level.SHOULD : Level.MUST,
                "1.0",
                List.of());
    }
}
