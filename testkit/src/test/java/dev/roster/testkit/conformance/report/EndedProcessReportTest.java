package dev.roster.testkit.conformance.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports of processes that end before their last clause. */
class EndedProcessReportTest {

    @TempDir
    Path folder;

    private SampleRun sample;

    @BeforeEach
    void createSample() {
        sample = new SampleRun(folder);
    }

    /** Runs an implementation in a process of its own. */
    static final class OtherProcess {

        private OtherProcess() {}

        public static void main(String[] args) throws Exception {
            new SampleRun(Path.of(args[0])).run(selectClass(args[1]));
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

        AdapterReport report = sample.written(SampleAdapters.Ending.class);
        assertThat(report.verdict()).isEqualTo(Verdict.INCOMPLETE);
        assertThat(SampleRun.clause(report, "shelf.put-found").reason()).isEqualTo("interrupted");
        assertThat(Files.readString(folder.resolve("index.html"))).contains("<h1 class=\"v-incomplete\">");
    }

    @Test
    void killedProcessLeavesNoOlderResult() throws Exception {
        new ReportFolder(folder)
                .add(List.of(SampleReports.passed(1, 3)
                        .get(0)
                        .withAdapter(SampleAdapters.Ending.class.getName().replace('$', '.'))));

        OtherProcess.run(folder, SampleAdapters.Ending.class, "-Dkill=true");

        assertThat(SampleRun.outcomes(sample.written(SampleAdapters.Ending.class))
                        .values())
                .containsOnly(Outcome.NOT_RUN);
        assertThat(folder.resolve("index.html")).doesNotExist();
    }
}
