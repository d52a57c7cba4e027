package dev.roster.testkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.testkit.cli.ClauseResult.Status;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RunResultTest {

    private static RunResult of(Status... clauses) {
        return of(false, clauses);
    }

    private static RunResult of(boolean interrupted, Status... clauses) {
        List<ClauseResult> results = Stream.of(clauses)
                .map(status -> new ClauseResult("api.one", status, 0.1, ""))
                .toList();
        return new RunResult(
                URI.create("http://localhost"),
                Instant.EPOCH,
                1,
                interrupted,
                List.of(new AreaResult("users", 1, results)),
                0,
                0,
                List.of());
    }

    @Test
    void exitCodeIsZeroOnlyIfAllPassed() {
        assertThat(of(Status.PASSED, Status.PASSED).exitCode()).isZero();
        assertThat(of(Status.PASSED, Status.UNDECLARED).exitCode()).isEqualTo(3);
    }

    @Test
    void failureTakesPrecedenceOverUndeclared() {
        assertThat(of(Status.PASSED, Status.FAILED).exitCode()).isEqualTo(1);
        assertThat(of(Status.UNDECLARED, Status.FAILED, Status.PASSED).exitCode())
                .isEqualTo(1);
        assertThat(of(Status.UNDECLARED, Status.FAILED).areas().get(0).status()).isEqualTo(Status.FAILED);
    }

    @Test
    void omitsExitCodeIfInterrupted() {
        assertThat(JsonReport.json(of(false, Status.PASSED), "1").has("exitCode"))
                .isTrue();
        assertThat(JsonReport.json(of(true, Status.PASSED), "1").has("exitCode"))
                .isFalse();
    }
}
