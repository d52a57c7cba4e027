package dev.roster.testkit.conformance.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a report says about an implementation with a baseline. */
class BaselineReportTest {

    @TempDir
    Path folder;

    private SampleRun sample;

    @BeforeEach
    void createSample() {
        sample = new SampleRun(folder);
    }

    @Test
    void reportsDeviationsWithReasonAndLink() throws Exception {
        sample.listAsDeviating("shelf.order-kept", "removal.gone");
        AdapterReport report = sample.reportOf(SampleAdapters.Deviating.class);

        assertThat(report.verdict()).isEqualTo(Verdict.DEVIATING);
        assertThat(report.count(Outcome.DEVIATING)).isEqualTo(2);
        assertThat(SampleRun.clause(report, "shelf.order-kept").reason()).isEqualTo("the shelf sorts its boxes");
        assertThat(SampleRun.clause(report, "shelf.order-kept").link()).isEqualTo("https://example.com/issues/7");
    }

    @Test
    void reportsStaleEntry() throws Exception {
        sample.listAsDeviating("shelf.put-found");
        AdapterReport report = sample.reportOf(SampleAdapters.Conforming.class);

        assertThat(report.verdict()).isEqualTo(Verdict.NOT_CONFORMANT);
        assertThat(SampleRun.clause(report, "shelf.put-found").outcome()).isEqualTo(Outcome.STALE);
    }

    @Test
    void reportsUnknownClauseOfBaselineAsProblemOfItsOwn() throws Exception {
        sample.listAsDeviating("removal.gon");
        AdapterReport report = sample.reportOf(SampleAdapters.Conforming.class);

        assertThat(report.verdict()).isEqualTo(Verdict.NOT_CONFORMANT);
        assertThat(SampleRun.outcomes(report).values()).hasSize(5).containsOnly(Outcome.PASSED);
        assertThat(report.problems())
                .singleElement()
                .asString()
                .endsWith("baseline.json lists the unknown clause removal.gon; did you mean removal.gone?");
    }

    @Test
    void addsToReportsOfOtherRuns() throws Exception {
        sample.run(selectClass(SampleAdapters.Conforming.class));
        sample.listAsDeviating("shelf.order-kept", "removal.gone");
        sample.run(selectClass(SampleAdapters.Deviating.class));

        assertThat(Files.readString(folder.resolve("badge.svg"))).contains("deviating 8/10");
    }
}
