package dev.roster.testkit.conformance.report;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs sample implementations, with the reports in a folder. */
final class SampleRun {

    private final Path folder;
    private String baseline = "none";

    SampleRun(Path folder) {
        this.folder = folder;
    }

    /** Lists clauses as deviating. */
    void listAsDeviating(String... clauses) throws IOException {
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
    void run(DiscoverySelector... selectors) {
        LauncherFactory.create()
                .execute(LauncherDiscoveryRequestBuilder.request()
                        .selectors(selectors)
                        .configurationParameter(ConformanceReportListener.PARAMETER, folder.toString())
                        .configurationParameter("conformance.baseline", baseline)
                        .build());
    }

    AdapterReport reportOf(Class<?> adapter) throws Exception {
        run(selectClass(adapter));
        return written(adapter);
    }

    AdapterReport written(Class<?> adapter) throws Exception {
        return ReportJson.read(
                Files.readString(folder.resolve("adapters/" + adapter.getName().replace('$', '.') + ".json")));
    }

    static Map<String, Outcome> outcomes(AdapterReport report) {
        return report.clauses().stream().collect(Collectors.toMap(ClauseReport::id, ClauseReport::outcome));
    }

    static ClauseReport clause(AdapterReport report, String id) {
        return report.clauses().stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
