package dev.roster.testkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.testkit.conformance.ClauseDescription;
import dev.roster.testkit.conformance.report.AdapterReport;
import dev.roster.testkit.conformance.report.ClauseReport;
import dev.roster.testkit.conformance.report.Outcome;
import dev.roster.testkit.contract.api.RosterApiContract;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RunResultTest {

    private static final ClauseDescription CLAUSE =
            ClauseDescription.of(RosterApiContract.class).get(0);

    private static RunResult of(Outcome... clauses) {
        return of(false, clauses);
    }

    private static RunResult of(boolean interrupted, Outcome... outcomes) {
        List<ClauseReport> clauses = Stream.of(outcomes)
                .map(outcome -> new ClauseReport(CLAUSE, outcome, "", "", 0.1))
                .toList();
        AdapterReport report = new AdapterReport(
                "http://localhost", "", "1", "1.0", "17", Instant.EPOCH, 1, List.of(), clauses, List.of());
        return new RunResult(report, interrupted, List.of(new AreaResult("users", 1, clauses)), 0, 0, List.of());
    }

    @Test
    void exitCodeIsZeroOnlyIfAllRan() {
        assertThat(of(Outcome.PASSED, Outcome.PASSED).exitCode()).isZero();
        assertThat(of(Outcome.PASSED, Outcome.DEVIATING).exitCode()).isZero();
        assertThat(of(Outcome.PASSED, Outcome.NOT_RUN).exitCode()).isEqualTo(3);
        assertThat(of(Outcome.DEVIATING, Outcome.NOT_RUN).exitCode()).isEqualTo(3);
    }

    @Test
    void failureTakesPrecedenceOverClauseThatDidNotRun() {
        assertThat(of(Outcome.PASSED, Outcome.FAILED).exitCode()).isEqualTo(1);
        assertThat(of(Outcome.PASSED, Outcome.STALE).exitCode()).isEqualTo(1);
        assertThat(of(Outcome.NOT_RUN, Outcome.FAILED, Outcome.PASSED).exitCode())
                .isEqualTo(1);
        assertThat(of(Outcome.NOT_RUN, Outcome.FAILED).areas().get(0).outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void omitsExitCodeIfInterrupted() {
        assertThat(ReportFiles.json(of(false, Outcome.PASSED))).contains("\"exitCode\"");
        assertThat(ReportFiles.json(of(true, Outcome.PASSED))).doesNotContain("\"exitCode\"");
    }
}
