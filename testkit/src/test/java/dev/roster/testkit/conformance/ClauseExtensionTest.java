package dev.roster.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.roster.testkit.conformance.baseline.BaselineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Tests what happens to a clause that the baseline lists, and which entries are published for reports. */
class ClauseExtensionTest {

    @TempDir
    Path folder;

    /** Breaks one clause and keeps the other. */
    @Clauses
    static class ShelfTest extends Contract<List<String>> implements TestedSystem {

        @Override
        protected Backend<List<String>> emptyBackend() {
            return Backend.of(List.of());
        }

        @Override
        public String testedSystem() {
            return "Shelf 1.2";
        }

        Capability sharing() {
            return Capability.unsupported("one box only");
        }

        Provided<String> label() {
            return Provided.absent("no printer");
        }

        Lamp lamp() {
            return new Lamp();
        }

        Provided<String> unneeded() {
            throw new AssertionError("no clause needs it");
        }

        /** Not itself a capability. */
        record Lamp() {
            public Capability lit() {
                return Capability.unsupported("no current");
            }
        }

        @Clause(
                value = "shelf.full",
                promise = "A box is on the shelf.",
                needs = {"label", "lamp"})
        void broken() {
            assertThat(client()).isNotEmpty();
        }

        @Clause(value = "shelf.empty", promise = "Nothing is on the shelf.")
        void kept() {
            assertThat(client()).isEmpty();
        }
    }

    private static final String REASON = "\"reason\": \"not built yet\", \"link\": \"https://example.com/7\"";

    @Test
    void failsWithIdAndAdapterWithoutBaseline() throws IOException {
        EngineExecutionResults results = run("{\"deviations\": []}");

        assertThat(messages(results, TestExecutionResult.Status.FAILED))
                .singleElement()
                .asString()
                .startsWith("clause shelf.full does not hold for ShelfTest: ");
        assertThat(published(results))
                .containsEntry("conformance.capability.sharing", "unsupported: one box only")
                .containsEntry("conformance.system", "Shelf 1.2")
                .containsEntry("conformance.capability.label", "unsupported: no printer")
                .containsEntry("conformance.capability.lamp", "unsupported: no current");
    }

    @Test
    void abortsDeviatingClause() throws IOException {
        EngineExecutionResults results =
                run("{\"deviations\": [{\"clause\": \"shelf.full\", " + REASON + ", \"adapter\": \"ShelfTest\"}]}");

        assertThat(messages(results, TestExecutionResult.Status.FAILED)).isEmpty();
        assertThat(messages(results, TestExecutionResult.Status.ABORTED))
                .singleElement()
                .asString()
                .contains("deviates, as listed: not built yet (https://example.com/7)")
                .contains("clause shelf.full does not hold for ShelfTest");
        assertThat(published(results))
                .containsEntry("conformance.deviation", "not built yet")
                .containsEntry("conformance.link", "https://example.com/7");
    }

    @Test
    void rejectsStaleEntry() throws IOException {
        EngineExecutionResults results = run("""
                {"deviations": [{"clause": "shelf.full", "reason": "r"}, {"clause": "shelf.empty", "reason": "r"}]}
                """);

        assertThat(messages(results, TestExecutionResult.Status.FAILED))
                .singleElement()
                .asString()
                .startsWith("stale entry: clause shelf.empty holds for ShelfTest, but ")
                .endsWith("baseline.json lists it as deviating; remove the entry");
        assertThat(published(results)).containsEntry("conformance.stale", "r");
    }

    @Test
    void ignoresEntryOfOtherAdapter() throws IOException {
        EngineExecutionResults results =
                run("{\"deviations\": [{\"clause\": \"shelf.full\", " + REASON + ", \"adapter\": \"OtherTest\"}]}");

        assertThat(messages(results, TestExecutionResult.Status.FAILED)).hasSize(1);
        assertThat(messages(results, TestExecutionResult.Status.ABORTED)).isEmpty();
    }

    @Test
    void failsTestClassForUnknownClauseAndNoClause() throws IOException {
        EngineExecutionResults results = run("""
                {"deviations": [{"clause": "shelf.full", "reason": "r"}, {"clause": "shelf.emty", "reason": "r"}]}
                """);

        assertThat(messages(results, TestExecutionResult.Status.FAILED)).isEmpty();
        assertThat(messages(results, TestExecutionResult.Status.ABORTED)).hasSize(1);
        assertThat(failuresOfClasses(results))
                .singleElement()
                .isInstanceOf(BaselineException.class)
                .extracting(Throwable::getMessage)
                .asString()
                .contains("baseline.json lists the unknown clause shelf.emty; did you mean shelf.empty?");
    }

    @Test
    void failsTestClassOnceIfBaselineIsMalformed() throws IOException {
        EngineExecutionResults results = run("{\"deviation\": []}");

        assertThat(messages(results, TestExecutionResult.Status.FAILED))
                .singleElement()
                .asString()
                .startsWith("clause shelf.full does not hold for ShelfTest: ");
        assertThat(failuresOfClasses(results))
                .singleElement()
                .isInstanceOf(BaselineException.class)
                .extracting(Throwable::getMessage)
                .asString()
                .contains("must have the form {\"deviations\": [");
    }

    private static List<Throwable> failuresOfClasses(EngineExecutionResults results) {
        return results.containerEvents().failed().stream()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class)
                        .getThrowable()
                        .orElseThrow())
                .toList();
    }

    @Test
    void displaysIdAndPromise() throws IOException {
        assertThat(run("{\"deviations\": []}").testEvents().started().stream()
                        .map(event -> event.getTestDescriptor().getDisplayName()))
                .containsExactlyInAnyOrder(
                        "shelf.full: A box is on the shelf.", "shelf.empty: Nothing is on the shelf.");
    }

    private EngineExecutionResults run(String baseline) throws IOException {
        Path file = Files.writeString(folder.resolve("baseline.json"), baseline);
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(ShelfTest.class))
                .configurationParameter("conformance.baseline", file.toString())
                .execute();
    }

    private static List<String> messages(EngineExecutionResults results, TestExecutionResult.Status status) {
        return results.testEvents()
                .finished()
                .filter(event ->
                        event.getRequiredPayload(TestExecutionResult.class).getStatus() == status)
                .flatMap(event -> event.getRequiredPayload(TestExecutionResult.class).getThrowable().stream())
                .map(Throwable::getMessage)
                .toList();
    }

    private static Map<String, String> published(EngineExecutionResults results) {
        Map<String, String> entries = new HashMap<>();
        results.testEvents().reportingEntryPublished().stream()
                .map(event -> event.getRequiredPayload(ReportEntry.class).getKeyValuePairs())
                .forEach(entries::putAll);
        return entries;
    }
}
