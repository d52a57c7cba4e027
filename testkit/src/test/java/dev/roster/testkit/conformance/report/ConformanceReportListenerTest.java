package dev.roster.testkit.conformance.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedClass;

import dev.roster.testkit.conformance.matrix.BrokenClauses;
import dev.roster.testkit.conformance.report.CapabilityReport.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

class ConformanceReportListenerTest {

    @TempDir
    Path folder;

    private String baseline = "none";

    /** Lists clauses as deviating. */
    private void listAsDeviating(String... clauses) throws IOException {
        baseline = Files.writeString(
                        folder.resolve("baseline.json"),
                        Stream.of(clauses)
                                .map(clause ->
                                        "{\"clause\": \"" + clause + "\", \"reason\": \"the shelf sorts its boxes\","
                                                + " \"link\": \"https://example.com/issues/7\"}")
                                .collect(Collectors.joining(", ", "{\"deviations\": [", "]}")))
                .toString();
    }

    /** Runs tests as a build does: JUnit finds the listener by itself. */
    private void run(DiscoverySelector... selectors) {
        LauncherFactory.create()
                .execute(LauncherDiscoveryRequestBuilder.request()
                        .selectors(selectors)
                        .configurationParameter(ConformanceReportListener.PARAMETER, folder.toString())
                        .configurationParameter("conformance.baseline", baseline)
                        .build());
    }

    private AdapterReport reportOf(Class<?> adapter) throws Exception {
        run(selectClass(adapter));
        return written(adapter);
    }

    private AdapterReport written(Class<?> adapter) throws Exception {
        return ReportJson.read(
                Files.readString(folder.resolve("adapters/" + adapter.getName().replace('$', '.') + ".json")));
    }

    private static Map<String, Outcome> outcomes(AdapterReport report) {
        return report.clauses().stream().collect(Collectors.toMap(ClauseReport::id, ClauseReport::outcome));
    }

    private static ClauseReport clause(AdapterReport report, String id) {
        return report.clauses().stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void reportsEachClauseOfConformingAdapter() throws Exception {
        AdapterReport report = reportOf(SampleAdapters.Conforming.class);

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
        run(selectMethod(SampleAdapters.Conforming.class, "putFound"));

        AdapterReport report = written(SampleAdapters.Conforming.class);
        assertThat(report.verdict()).isEqualTo(Verdict.INCOMPLETE);
        assertThat(report.count(Outcome.PASSED)).isEqualTo(1);
        assertThat(report.count(Outcome.NOT_RUN)).isEqualTo(4);
        assertThat(clause(report, "removal.gone").reason()).isEqualTo("not selected in this run");
    }

    @Test
    void namesUnsupportedCapabilities() throws Exception {
        AdapterReport report = reportOf(SampleAdapters.SingleThreaded.class);

        assertThat(report.verdict()).isEqualTo(Verdict.CONFORMANT_WITHOUT_CAPABILITIES);
        assertThat(report.verdictText()).isEqualTo("conformant, without concurrent-puts");
        assertThat(report.capabilities())
                .containsExactly(new CapabilityReport(
                        "concurrent-puts", State.UNSUPPORTED, "the file has one writer at a time"));
    }

    @Test
    void marksClauseThatPassedWithoutCapability() throws Exception {
        reportOf(SampleAdapters.SingleThreaded.class);

        assertThat(Files.readString(folder.resolve("index.html")))
                .contains("Results: 5 passed (1 without a capability).")
                .contains("<span>passed</span> <small class=\"without\">without concurrent-puts</small>")
                .contains("passed without concurrent-puts, which is unsupported: the file has one writer at a time")
                .contains("in 1 case without a capability, as listed above")
                .doesNotContain("None: every clause");
        assertThat(Files.readString(folder.resolve("conformance.xml")))
                .contains("<system-out>passed without concurrent-puts: the file has one writer at a time</system-out>");
        assertThat(ReportJson.write(written(SampleAdapters.SingleThreaded.class)))
                .containsOnlyOnce("\"without\" : [ \"concurrent-puts\" ]");
    }

    @Test
    void doesNotCallUndeclaredCapabilityConformant() throws Exception {
        AdapterReport report = reportOf(SampleAdapters.Undeclared.class);

        assertThat(report.verdict()).isEqualTo(Verdict.INCOMPLETE);
        assertThat(report.verdictText()).isEqualTo("incomplete; undeclared: light");
        assertThat(Files.readString(folder.resolve("index.html"))).contains("without light");
    }

    @Test
    void doesNotCallValueThatIsNotOverriddenConformant() throws Exception {
        AdapterReport report = reportOf(SampleAdapters.NotOverridden.class);

        assertThat(report.verdictText()).isEqualTo("incomplete; undeclared: label");
        assertThat(report.capabilities())
                .containsExactly(new CapabilityReport("label", State.UNDECLARED, "override label()"));
    }

    @Test
    void reportsFailureWithItsMessage() throws Exception {
        AdapterReport report = reportOf(SampleAdapters.Failing.class);

        assertThat(report.verdict()).isEqualTo(Verdict.NOT_CONFORMANT);
        assertThat(clause(report, "removal.gone").outcome()).isEqualTo(Outcome.FAILED);
        assertThat(clause(report, "removal.gone").reason())
                .startsWith("[<script>alert('removal.gone')</script>]")
                .contains("Expecting value to be true but was false");
        assertThat(report.count(Outcome.PASSED)).isEqualTo(4);
    }

    @Test
    void reportsDeviationsWithReasonAndLink() throws Exception {
        listAsDeviating("shelf.order-kept", "removal.gone");
        AdapterReport report = reportOf(SampleAdapters.Deviating.class);

        assertThat(report.verdict()).isEqualTo(Verdict.DEVIATING);
        assertThat(report.count(Outcome.DEVIATING)).isEqualTo(2);
        assertThat(clause(report, "shelf.order-kept").reason()).isEqualTo("the shelf sorts its boxes");
        assertThat(clause(report, "shelf.order-kept").link()).isEqualTo("https://example.com/issues/7");
    }

    @Test
    void reportsStaleEntry() throws Exception {
        listAsDeviating("shelf.put-found");
        AdapterReport report = reportOf(SampleAdapters.Conforming.class);

        assertThat(report.verdict()).isEqualTo(Verdict.NOT_CONFORMANT);
        assertThat(clause(report, "shelf.put-found").outcome()).isEqualTo(Outcome.STALE);
    }

    @Test
    void reportsUnknownClauseOfBaselineAsProblemOfItsOwn() throws Exception {
        listAsDeviating("removal.gon");
        AdapterReport report = reportOf(SampleAdapters.Conforming.class);

        assertThat(report.verdict()).isEqualTo(Verdict.NOT_CONFORMANT);
        assertThat(outcomes(report).values()).hasSize(5).containsOnly(Outcome.PASSED);
        assertThat(report.problems())
                .singleElement()
                .asString()
                .endsWith("baseline.json lists the unknown clause removal.gon; did you mean removal.gone?");
    }

    @Test
    void reportsClausesThatSetupPreventedAsNotRun() throws Exception {
        AdapterReport report = reportOf(SampleAdapters.FailingBeforeAll.class);

        assertThat(report.verdict()).isEqualTo(Verdict.NOT_CONFORMANT);
        assertThat(report.problems()).singleElement().asString().contains("no server");
        assertThat(outcomes(report).values()).hasSize(5).containsOnly(Outcome.NOT_RUN);
        assertThat(clause(report, "removal.gone").reason()).contains("failed before the clause", "no server");
    }

    @Test
    void doesNotCallFailingCleanUpConformant() throws Exception {
        AdapterReport report = reportOf(SampleAdapters.FailingAfterAll.class);

        assertThat(report.count(Outcome.PASSED)).isEqualTo(5);
        assertThat(report.verdict()).isEqualTo(Verdict.NOT_CONFORMANT);
    }

    @Test
    void reportsSkippedClausesAsNotRun() throws Exception {
        AdapterReport report = reportOf(SampleAdapters.Skipped.class);

        assertThat(report.verdict()).isEqualTo(Verdict.INCOMPLETE);
        assertThat(clause(report, "removal.gone").reason()).isEqualTo("skipped: no time");
    }

    @Test
    void countsFailureThoughRepetitionPassed() throws Exception {
        SampleAdapters.Unsteady.runs = 0;
        run(selectClass(SampleAdapters.Unsteady.class));
        run(selectNestedClass(List.of(SampleAdapters.Unsteady.class), SampleContract.Removal.class));

        AdapterReport report = written(SampleAdapters.Unsteady.class);
        assertThat(report.count(Outcome.PASSED)).isEqualTo(4);
        assertThat(clause(report, "removal.gone").outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void reportsNestedClassesWithSameContractApart() throws Exception {
        run(selectClass(SampleAdapters.Twice.class));

        assertThat(written(SampleAdapters.Twice.OnDisk.class).verdict()).isEqualTo(Verdict.CONFORMANT);
        assertThat(written(SampleAdapters.Twice.InMemory.class).verdict()).isEqualTo(Verdict.NOT_CONFORMANT);
        assertThat(Files.readString(folder.resolve("index.html")))
                .contains("<h1 class=\"v-not-conformant\">")
                .contains("Twice.<wbr>On<wbr>Disk");
    }

    @Test
    void addsToReportsOfOtherRuns() throws Exception {
        run(selectClass(SampleAdapters.Conforming.class));
        listAsDeviating("shelf.order-kept", "removal.gone");
        run(selectClass(SampleAdapters.Deviating.class));

        assertThat(Files.readString(folder.resolve("badge.svg"))).contains("deviating 8/10");
    }

    /** Runs an implementation in a process of its own. */
    static final class OtherProcess {

        private OtherProcess() {}

        public static void main(String[] args) throws Exception {
            ConformanceReportListenerTest test = new ConformanceReportListenerTest();
            test.folder = Path.of(args[0]);
            test.run(selectClass(args[1]));
        }

        static void run(Path folder, Class<?> adapter, String... options) throws Exception {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString()));
            command.addAll(List.of(options));
            command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp"));
            command.addAll(List.of(System.getProperty("java.class.path"), OtherProcess.class.getName()));
            command.addAll(List.of(folder.toString(), adapter.getName()));
            assertThat(new ProcessBuilder(command).inheritIO().start().waitFor())
                    .isEqualTo(1);
        }
    }

    @Test
    void reportsClausesAfterTheEndOfTheProcessAsInterrupted() throws Exception {
        OtherProcess.run(folder, SampleAdapters.Ending.class);

        AdapterReport report = written(SampleAdapters.Ending.class);
        assertThat(report.verdict()).isEqualTo(Verdict.INCOMPLETE);
        assertThat(clause(report, "shelf.put-found").reason()).isEqualTo("interrupted");
        assertThat(Files.readString(folder.resolve("index.html"))).contains("<h1 class=\"v-incomplete\">");
    }

    @Test
    void killedProcessLeavesNoOlderResult() throws Exception {
        new ReportFolder(folder)
                .add(List.of(SampleReports.passed(1, 3)
                        .get(0)
                        .withAdapter(SampleAdapters.Ending.class.getName().replace('$', '.'))));

        OtherProcess.run(folder, SampleAdapters.Ending.class, "-Dkill=true");

        assertThat(outcomes(written(SampleAdapters.Ending.class)).values()).containsOnly(Outcome.NOT_RUN);
        assertThat(folder.resolve("index.html")).doesNotExist();
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
        run(selectClass(SampleAdapters.WithoutClauses.class));

        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }
}
