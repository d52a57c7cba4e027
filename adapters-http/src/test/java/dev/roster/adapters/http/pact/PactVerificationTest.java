package dev.roster.adapters.http.pact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.roster.testkit.server.HttpProxy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** That the verification fails where it should, and says why. */
class PactVerificationTest {

    private static final Path KEPT = Path.of("src", "test", "pacts");
    private static final String OF_ANOTHER_WRITER = "mobile-app-user-service.json";

    @TempDir
    Path folder;

    @Test
    void passesOnEveryInteractionOfEveryFile() throws IOException {
        keep("one.json", file(OF_ANOTHER_WRITER));
        keep("of a team/two.json", file(OF_ANOTHER_WRITER).replace("mobile-app", "another-app"));
        keep("of a team/readme.txt", "no pact");

        EngineExecutionResults results = verified(Sound.class);

        assertThat(failures(results)).isEmpty();
        assertThat(results.testEvents().succeeded().count()).isEqualTo(4);
    }

    @Test
    void passesThroughTheProxyThatRenamesNothing() throws IOException {
        keep("one.json", file(OF_ANOTHER_WRITER));

        EngineExecutionResults results = verified(NothingRenamed.class);

        assertThat(failures(results)).isEmpty();
        assertThat(results.testEvents().succeeded().count()).isEqualTo(2);
    }

    @Test
    void failsOnAFieldRenamedInTheServer() throws IOException {
        keep("one.json", file(OF_ANOTHER_WRITER));

        assertThat(failures(verified(NameRenamed.class)))
                .hasSize(2)
                .allSatisfy(failure -> assertThat(failure).contains("missing the following keys: name"));
    }

    @Test
    void failsOnAnEmptyFolder() throws IOException {
        keep("readme.txt", "no pact");

        assertThat(failures(verified(Sound.class)))
                .singleElement()
                .satisfies(failure -> assertThat(failure).contains("nothing to verify", folder.toString()));
    }

    @Test
    void failsOnAFolderThatIsNotThere() {
        Path missing = folder.resolve("missing");

        assertThat(failures(PactFiles.with(missing, () -> run(Sound.class))))
                .singleElement()
                .satisfies(failure -> assertThat(failure).contains("there is no folder " + missing));
    }

    @Test
    void failsOnAFileThatIsNoPact() throws IOException {
        keep("one.json", "{ no pact");

        assertThat(failures(verified(Sound.class))).hasSize(1);
    }

    @Test
    void failsOnAStateNobodyKnowsAndNamesIt() throws IOException {
        keep("one.json", file(OF_ANOTHER_WRITER).replace("no users exist", "the moon is full"));

        EngineExecutionResults results = verified(Sound.class);

        assertThat(failures(results))
                .singleElement()
                .satisfies(failure -> assertThat(failure).contains("the moon is full"));
        assertThat(results.testEvents().succeeded().count()).isEqualTo(1);
    }

    @Test
    void failsOnStatesThatContradictEachOther() throws IOException {
        keep("one.json", """
                {"consumer": {"name": "web-app"}, "provider": {"name": "user-service"},
                 "interactions": [{"description": "x", "request": {"method": "GET", "path": "/users/1"},
                   "providerStates": [{"name": "no users exist"}, {"name": "user with ID 1 exists"}],
                   "response": {"status": 200}}],
                 "metadata": {"pactSpecification": {"version": "3.0.0"}}}
                """);

        assertThat(failures(verified(Sound.class)))
                .singleElement()
                .satisfies(failure -> assertThat(failure).contains("contradict"));
    }

    private void keep(String name, String pact) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, pact);
    }

    private static String file(String name) throws IOException {
        return Files.readString(KEPT.resolve(name));
    }

    private EngineExecutionResults verified(Class<? extends PactVerification> verification) {
        return PactFiles.with(folder, () -> run(verification));
    }

    private static EngineExecutionResults run(Class<? extends PactVerification> verification) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(verification))
                .execute();
    }

    /** What is told of each failure, the causes included. */
    private static List<String> failures(EngineExecutionResults results) {
        return results.allEvents().failed().stream()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .map(result -> told(result.getThrowable().orElseThrow()))
                .toList();
    }

    private static String told(Throwable failure) {
        StringBuilder told = new StringBuilder();
        for (Throwable each = failure; each != null; each = each.getCause()) {
            told.append(each).append('\n');
        }
        return told.toString();
    }

    static class Sound extends PactVerification {}

    static class NameRenamed extends Fronted {
        NameRenamed() {
            super("name", "fullName");
        }
    }

    static class NothingRenamed extends Fronted {
        NothingRenamed() {
            super("fullName", "name");
        }
    }

    abstract static class Fronted extends PactVerification {

        private final String from;
        private final String to;
        private HttpProxy proxy;

        Fronted(String from, String to) {
            this.from = "\"" + from + "\":";
            this.to = "\"" + to + "\":";
        }

        @Override
        URI inFrontOf(URI server) throws IOException {
            proxy = HttpProxy.before(
                    server,
                    (method, path, answer) -> answer.withBody(answer.body().replace(from, to)));
            return proxy.baseUri();
        }

        @AfterEach
        void stopProxy() {
            proxy.close();
        }
    }
}
