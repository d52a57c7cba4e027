package dev.roster.testkit.conformance.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedClass;

import dev.roster.testkit.conformance.matrix.BrokenClauses;
import dev.roster.testkit.conformance.report.CapabilityReport.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

class ConformanceReportListenerTest {

    @TempDir
    Path folder;

    private SampleRun sample;

    @BeforeEach
    void createSample() {
        sample = new SampleRun(folder);
    }

    @Test
    void reportsEachClauseOfConformingAdapter() throws Exception {
        AdapterReport report = sample.reportOf(SampleAdapters.Conforming.class);

        assertThat(report.verdict()).isEqualTo(Verdict.CONFORMANT);
        assertThat(report.name()).isEqualTo("SampleAdapters.Conforming");
        assertThat(report.system()).isEqualTo("Shelf 1.2");
        assertThat(report.contractVersion()).isEqualTo("1.1");
        assertThat(report.javaVersion()).isEqualTo(System.getProperty("java.version"));
        assertThat(report.clauses())
                .extracting(each -> each.clause().contract() + " " + each.id() + " " + each.outcome())
                .containsExactly(
                        "SampleContract shelf.concurrent-puts PASSED",
                        "SampleContract shelf.order-kept PASSED",
                        "SampleContract shelf.put-found PASSED",
                        "SampleRemovalContract removal.gone PASSED",
                        "SampleRemovalContract removal.others-stay PASSED");
        assertThat(Files.readString(folder.resolve("index.html"))).contains("<h1 class=\"v-conformant\">");
        assertThat(folder.resolve("conformance.xml")).exists();
        assertThat(Files.readString(folder.resolve("badge.svg"))).contains("conformant 5/5");
    }

    @Test
    void doesNotCallPartialRunConformant() throws Exception {
        sample.run(selectMethod(SampleAdapters.Conforming.class, "putFound"));

        AdapterReport report = sample.written(SampleAdapters.Conforming.class);
        assertThat(report.verdict()).isEqualTo(Verdict.INCOMPLETE);
        assertThat(report.count(Outcome.PASSED)).isEqualTo(1);
        assertThat(report.count(Outcome.NOT_RUN)).isEqualTo(4);
        assertThat(SampleRun.clause(report, "removal.gone").reason()).isEqualTo("not selected in this run");
    }

    @Test
    void namesUnsupportedCapabilities() throws Exception {
        AdapterReport report = sample.reportOf(SampleAdapters.SingleThreaded.class);

        assertThat(report.verdict()).isEqualTo(Verdict.CONFORMANT_WITHOUT_CAPABILITIES);
        assertThat(report.verdictText()).isEqualTo("conformant, without concurrent-puts");
        assertThat(report.capabilities())
                .containsExactly(new CapabilityReport(
                        "concurrent-puts", State.UNSUPPORTED, "the file has one writer at a time"));
    }

    @Test
    void marksClauseThatPassedWithoutCapability() throws Exception {
        sample.reportOf(SampleAdapters.SingleThreaded.class);

        assertThat(Files.readString(folder.resolve("index.html")))
                .contains("Results: 5 passed (1 without a capability).")
                .contains("<span>passed</span> <small class=\"without\">without concurrent-puts</small>")
                .contains("passed without concurrent-puts, which is unsupported: the file has one writer at a time")
                .contains("in 1 case without a capability, as listed above")
                .doesNotContain("None: every clause");
        assertThat(Files.readString(folder.resolve("conformance.xml")))
                .contains("<system-out>passed without concurrent-puts: the file has one writer at a time</system-out>");
        assertThat(ReportJson.write(sample.written(SampleAdapters.SingleThreaded.class)))
                .containsOnlyOnce("\"without\" : [ \"concurrent-puts\" ]");
    }

    @Test
    void doesNotCallUndeclaredCapabilityConformant() throws Exception {
        AdapterReport report = sample.reportOf(SampleAdapters.Undeclared.class);

        assertThat(report.verdict()).isEqualTo(Verdict.INCOMPLETE);
        assertThat(report.verdictText()).isEqualTo("incomplete; undeclared: light");
        assertThat(Files.readString(folder.resolve("index.html"))).contains("without light");
    }

    @Test
    void doesNotCallValueThatIsNotOverriddenConformant() throws Exception {
        AdapterReport report = sample.reportOf(SampleAdapters.NotOverridden.class);

        assertThat(report.verdictText()).isEqualTo("incomplete; undeclared: label");
        assertThat(report.capabilities())
                .containsExactly(new CapabilityReport("label", State.UNDECLARED, "override label()"));
    }

    @Test
    void reportsFailureWithItsMessage() throws Exception {
        AdapterReport report = sample.reportOf(SampleAdapters.Failing.class);

        assertThat(report.verdict()).isEqualTo(Verdict.NOT_CONFORMANT);
        assertThat(SampleRun.clause(report, "removal.gone").outcome()).isEqualTo(Outcome.FAILED);
        assertThat(SampleRun.clause(report, "removal.gone").reason())
                .startsWith("[<script>alert('removal.gone')</script>]")
                .contains("Expecting value to be true but was false");
        assertThat(report.count(Outcome.PASSED)).isEqualTo(4);
    }

    @Test
    void reportsClausesThatSetupPreventedAsNotRun() throws Exception {
        AdapterReport report = sample.reportOf(SampleAdapters.FailingBeforeAll.class);

        assertThat(report.verdict()).isEqualTo(Verdict.NOT_CONFORMANT);
        assertThat(report.problems()).singleElement().asString().contains("no server");
        assertThat(SampleRun.outcomes(report).values()).hasSize(5).containsOnly(Outcome.NOT_RUN);
        assertThat(SampleRun.clause(report, "removal.gone").reason()).contains("failed before the clause", "no server");
    }

    @Test
    void doesNotCallFailingCleanUpConformant() throws Exception {
        AdapterReport report = sample.reportOf(SampleAdapters.FailingAfterAll.class);

        assertThat(report.count(Outcome.PASSED)).isEqualTo(5);
        assertThat(report.verdict()).isEqualTo(Verdict.NOT_CONFORMANT);
    }

    @Test
    void reportsSkippedClausesAsNotRun() throws Exception {
        AdapterReport report = sample.reportOf(SampleAdapters.Skipped.class);

        assertThat(report.verdict()).isEqualTo(Verdict.INCOMPLETE);
        assertThat(SampleRun.clause(report, "removal.gone").reason()).isEqualTo("skipped: no time");
    }

    @Test
    void countsFailureThoughRepetitionPassed() throws Exception {
        SampleAdapters.Unsteady.runs = 0;
        sample.run(selectClass(SampleAdapters.Unsteady.class));
        sample.run(selectNestedClass(List.of(SampleAdapters.Unsteady.class), SampleContract.Removal.class));

        AdapterReport report = sample.written(SampleAdapters.Unsteady.class);
        assertThat(report.count(Outcome.PASSED)).isEqualTo(4);
        assertThat(SampleRun.clause(report, "removal.gone").outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void reportsNestedClassesWithSameContractApart() throws Exception {
        sample.run(selectClass(SampleAdapters.Twice.class));

        assertThat(sample.written(SampleAdapters.Twice.OnDisk.class).verdict()).isEqualTo(Verdict.CONFORMANT);
        assertThat(sample.written(SampleAdapters.Twice.InMemory.class).verdict())
                .isEqualTo(Verdict.NOT_CONFORMANT);
        assertThat(Files.readString(folder.resolve("index.html")))
                .contains("<h1 class=\"v-not-conformant\">")
                .contains("Twice.<wbr>On<wbr>Disk");
    }

    @Test
    void plantedFaultsAreNotReported() {
        Path reports = Path.of(System.getProperty(ConformanceReportListener.PARAMETER, "target/conformance"));

        assertThat(BrokenClauses.of(SampleAdapters.Failing.class)).containsExactly("removal.gone");
        assertThat(reports.resolve(
                        "adapters/" + SampleAdapters.Failing.class.getName().replace('$', '.') + ".json"))
                .doesNotExist();
    }

    @Test
    void writesNothingIfTheFolderIsNone() {
        LauncherFactory.create()
                .execute(LauncherDiscoveryRequestBuilder.request()
                        .selectors(selectClass(SampleAdapters.Twice.class))
                        .configurationParameter(ConformanceReportListener.PARAMETER, ConformanceReportListener.NONE)
                        .build());

        assertThat(Path.of("none")).doesNotExist();
    }

    @Test
    void writesNothingWithoutClauses() throws Exception {
        sample.run(selectClass(SampleAdapters.WithoutClauses.class));

        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }
}
