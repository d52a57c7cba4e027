package dev.roster.testkit.conformance.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roster.testkit.conformance.matrix.KillMatrix;
import dev.roster.testkit.conformance.report.CapabilityReport.State;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Content of the files that are written about reports. */
class ReportWritersTest {

    private static final KillMatrix FAULTS =
            new KillMatrix(List.of(fault("Forgets " + SampleReports.MARKUP, "shelf.passed")));

    private static KillMatrix.Row fault(String description, String clause) {
        return new KillMatrix.Row("ShelfFaults.FORGETS", "ShelfContract", description, false, List.of(clause));
    }

    @TempDir
    Path folder;

    private static Document xml(String text) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<String> found(String regex, String text) {
        return Pattern.compile(regex)
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .toList();
    }

    @Test
    void escapesAllTextOfPage() {
        String page = HtmlPage.write(List.of(SampleReports.eachOutcome()), FAULTS);

        assertThat(page).contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &quot;quoted&quot; &amp; &lt;b&gt;");
        assertThat(found("<script", page)).as("scripts").hasSize(1);
        assertThat(page).doesNotContain("<b>bold", "href=\"javascript:");
        assertThat(page).contains("Content-Security-Policy").contains("default-src 'none'");
    }

    @Test
    void pageLoadsNothing() {
        String page = HtmlPage.write(List.of(SampleReports.eachOutcome()), FAULTS);

        assertThat(found("\\ssrc=|<link|@import|url\\(|<img|<iframe", page)).isEmpty();
        assertThat(found("href=\"[^#\"][^\"]*\"", page)).isEmpty();
    }

    @Test
    void pageContainsEverythingWithoutScript() {
        String page = HtmlPage.write(List.of(SampleReports.eachOutcome()), FAULTS);

        for (Outcome outcome : Outcome.values()) {
            assertThat(page)
                    .contains("<tbody class=\"clause\" data-level=\"should\" id=\"shelf." + outcome.id() + "\">")
                    .contains("href=\"#shelf." + outcome.id() + "\"")
                    .contains("<span>" + outcome.text() + "</span>");
        }
        assertThat(page)
                .contains("Shelf 1.2", "kit 1.0.0, contract 1.0, Java 17.0.15", "2026-11-27 14:00 UTC")
                .contains("concurrent-puts: unsupported, one writer at a time")
                .contains("detects 1 planted fault", "Shelf<wbr>Faults.<wbr>FORGETS")
                .contains("<form id=\"filter\" role=\"search\" aria-label=\"Filter clauses\" hidden>");
    }

    @Test
    void samePageForSameReports() {
        List<AdapterReport> reports = SampleReports.passed(3, 60);

        assertThat(HtmlPage.write(reports, FAULTS)).isEqualTo(HtmlPage.write(reports, FAULTS));
    }

    @Test
    void pageOfManyClausesAndAdaptersStaysSmall() {
        String page = HtmlPage.write(SampleReports.passed(10, 500), FAULTS);

        assertThat(found("class=\"o-passed\"", page)).hasSize(5_000);
        assertThat(page.length()).isLessThan(1_500_000);
    }

    @Test
    void xmlIsWellFormed() throws Exception {
        AdapterReport report = SampleReports.adapter(
                "com.example.ShelfTest",
                List.of(new ClauseReport(
                        SampleReports.eachOutcome().clauses().get(0).clause(),
                        Outcome.FAILED,
                        "line 1\nline 2 \u0000\u001b[31m \ud800 \uffff ]]>",
                        "",
                        0)));
        Document document = xml(JUnitXml.write(List.of(report, SampleReports.eachOutcome())));

        Element suite = (Element) document.getElementsByTagName("testsuite").item(1);
        assertThat(suite.getAttribute("tests")).isEqualTo("5");
        assertThat(suite.getAttribute("failures")).isEqualTo("2");
        assertThat(suite.getAttribute("skipped")).isEqualTo("2");
        assertThat(((Element) document.getElementsByTagName("failure").item(0)).getAttribute("message"))
                .isEqualTo("failed: line 1\nline 2 \ufffd\ufffd[31m \ufffd \ufffd ]]>");
    }

    @Test
    void badgeShowsWorstVerdict() throws Exception {
        List<AdapterReport> reports = new ArrayList<>(SampleReports.passed(1, 3));
        assertThat(Badge.write(reports)).contains("conformant, with unsupported capabilities 3/3");
        reports.add(SampleReports.eachOutcome());

        assertThat(xml(Badge.write(reports)).getDocumentElement().getAttribute("aria-label"))
                .isEqualTo("conformance: not conformant 4/8");
        assertThat(Badge.write(List.of())).contains("incomplete");
    }

    @Test
    void readsWhatItWrote() throws Exception {
        AdapterReport report = SampleReports.eachOutcome();
        String json = ReportJson.write(report);

        assertThat(ReportJson.read(json)).isEqualTo(report);
        assertThat(ReportJson.write(ReportJson.read(json))).isEqualTo(json);
    }

    @Test
    void verdictFollowsFromResultsWhateverTheFileSays() throws Exception {
        String json = ReportJson.write(SampleReports.eachOutcome())
                .replace("\"verdict\" : \"not-conformant\"", "\"verdict\" : \"conformant\", \"unknown\" : 1");

        assertThat(json).contains("\"unknown\"");
        assertThat(ReportJson.read(json).verdict()).isEqualTo(Verdict.NOT_CONFORMANT);
    }

    @Test
    void rejectsOtherFiles() {
        assertThatThrownBy(() -> ReportJson.read("{}"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("format");
        assertThatThrownBy(() -> ReportJson.read("no json")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> ReportJson.read(
                        ReportJson.write(SampleReports.eachOutcome()).replace("\"not-run\"", "\"unheard-of\"")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("unheard-of");
    }

    @Test
    void emptyReportIsNotConformant() {
        assertThat(SampleReports.adapter("com.example.EmptyTest", List.of()).verdict())
                .isEqualTo(Verdict.INCOMPLETE);
    }

    @Test
    void readsPlantedFaults() throws Exception {
        KillMatrix matrix = KillMatrix.parse("""
                {"faults": [{"fault": "ShelfFaults.FORGETS", "contract": "ShelfContract", "description": "Forgets boxes.",
                 "raced": false, "clauses": ["shelf.put-found"], "detectedBy": ["shelf.other", "shelf.put-found"]}]}
                """);

        assertThat(matrix.detectedBy("shelf.put-found")).containsExactly(fault("Forgets boxes.", "shelf.put-found"));
        assertThat(matrix.detectedBy("shelf.other")).isEmpty();
    }

    @Test
    void readsPublishedCapabilities() {
        assertThat(CapabilityReport.published("a", "supported").state()).isEqualTo(State.SUPPORTED);
        assertThat(CapabilityReport.published("a", "unsupported: one: two"))
                .isEqualTo(new CapabilityReport("a", State.UNSUPPORTED, "one: two"));
    }

    @Test
    void interruptedRunLeavesNoOlderResult() throws Exception {
        ReportFolder reports = new ReportFolder(folder);
        AdapterReport passed = SampleReports.passed(1, 3).get(0);
        reports.add(List.of(passed));

        reports.begin(passed.withClauses(passed.clauses().stream()
                .map(each -> ClauseReport.notRun(each.clause(), "interrupted"))
                .toList()));

        assertThat(folder.resolve("index.html")).doesNotExist();
        assertThat(folder.resolve("badge.svg")).doesNotExist();
        assertThat(reports.add(List.of()))
                .singleElement()
                .extracting(AdapterReport::verdict)
                .isEqualTo(Verdict.INCOMPLETE);
    }

    /** A web server or a later step of a build may run as another user. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void filesAreAsReadableAsOthers() throws Exception {
        new ReportFolder(folder).add(SampleReports.passed(1, 3));

        assertThat(Files.getPosixFilePermissions(folder.resolve("index.html")))
                .isEqualTo(Files.getPosixFilePermissions(Files.writeString(folder.resolve("other"), "")));
    }

    @Test
    void ignoresUnreadableFiles() throws Exception {
        Files.createDirectories(folder.resolve("adapters"));
        Files.writeString(folder.resolve("adapters/other.json"), "{\"format\" : \"other\"}");

        assertThat(new ReportFolder(folder).add(SampleReports.passed(2, 3))).hasSize(2);
    }

    @Test
    void processesThatWriteAtOnceLoseNothing() throws Exception {
        List<Process> writers = new ArrayList<>();
        for (int number = 0; number < 4; number++) {
            writers.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Writer.class.getName(),
                            folder.toString(),
                            String.valueOf(number))
                    .inheritIO()
                    .start());
        }
        for (Process writer : writers) {
            assertThat(writer.waitFor()).isZero();
        }

        String page = Files.readString(folder.resolve("index.html"));
        for (int number = 0; number < 4; number++) {
            assertThat(found("<tr><th scope=\"row\"><span class=\"name\">Writer" + number, page))
                    .hasSize(5);
        }
    }

    /** Writes five reports, one after the other. */
    static final class Writer {

        private Writer() {}

        public static void main(String[] args) throws IOException {
            ReportFolder folder = new ReportFolder(Path.of(args[0]));
            for (int i : IntStream.range(0, 5).toArray()) {
                folder.add(List.of(
                        SampleReports.passed(1, 40).get(0).withAdapter("com.example.Writer" + args[1] + "x" + i)));
            }
        }
    }
}
