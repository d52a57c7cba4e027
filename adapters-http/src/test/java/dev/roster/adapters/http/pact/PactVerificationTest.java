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

/** Checks that the verification fails for broken servers and pacts, with a clear message. */
class PactVerificationTest {

    private static final Path COMMITTED_FOLDER = Path.of("src", "test", "pacts");
    private static final String FILE_OF_OTHER_IMPLEMENTATION = "mobile-app-user-service.json";

    @TempDir
    Path folder;

    @Test
    void verifiesEveryInteractionOfEveryFile() throws IOException {
        writePact("one.json", readPact(FILE_OF_OTHER_IMPLEMENTATION));
        writePact("of a team/two.json", readPact(FILE_OF_OTHER_IMPLEMENTATION).replace("mobile-app", "another-app"));
        writePact("of a team/readme.txt", "no pact");

        EngineExecutionResults results = verify(Unmodified.class);

        assertThat(failures(results)).isEmpty();
        assertThat(results.testEvents().succeeded().count()).isEqualTo(4);
    }

    @Test
    void passesThroughUnmodifyingProxy() throws IOException {
        writePact("one.json", readPact(FILE_OF_OTHER_IMPLEMENTATION));

        EngineExecutionResults results = verify(BehindUnmodifyingProxy.class);

        assertThat(failures(results)).isEmpty();
        assertThat(results.testEvents().succeeded().count()).isEqualTo(2);
    }

    @Test
    void failsOnRenamedField() throws IOException {
        writePact("one.json", readPact(FILE_OF_OTHER_IMPLEMENTATION));

        assertThat(failures(verify(BehindRenamingProxy.class)))
                .hasSize(2)
                .allSatisfy(failure -> assertThat(failure).contains("missing the following keys: name"));
    }

    @Test
    void failsOnEmptyFolder() throws IOException {
        writePact("readme.txt", "no pact");

        assertThat(failures(verify(Unmodified.class)))
                .singleElement()
                .asString()
                .contains("nothing to verify", folder.toString());
    }

    @Test
    void failsOnMissingFolder() {
        Path missing = folder.resolve("missing");

        assertThat(failures(PactFiles.withFolder(missing, () -> run(Unmodified.class))))
                .singleElement()
                .asString()
                .contains("there is no folder " + missing);
    }

    @Test
    void failsOnInvalidPactFile() throws IOException {
        writePact("one.json", "{ no pact");

        assertThat(failures(verify(Unmodified.class))).hasSize(1);
    }

    @Test
    void failsOnUnknownStateNamingIt() throws IOException {
        writePact("one.json", readPact(FILE_OF_OTHER_IMPLEMENTATION).replace("no users exist", "the moon is full"));

        EngineExecutionResults results = verify(Unmodified.class);

        assertThat(failures(results)).singleElement().asString().contains("the moon is full");
        assertThat(results.testEvents().succeeded().count()).isEqualTo(1);
    }

    @Test
    void failsOnContradictingStates() throws IOException {
        writePact("one.json", """
                {"consumer": {"name": "web-app"}, "provider": {"name": "user-service"},
                 "interactions": [{"description": "x", "request": {"method": "GET", "path": "/users/1"},
                   "providerStates": [{"name": "no users exist"}, {"name": "user with ID 1 exists"}],
                   "response": {"status": 200}}],
                 "metadata": {"pactSpecification": {"version": "3.0.0"}}}
                """);

        assertThat(failures(verify(Unmodified.class)))
                .singleElement()
                .asString()
                .contains("contradict");
    }

    private void writePact(String name, String pact) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, pact);
    }

    private static String readPact(String name) throws IOException {
        return Files.readString(COMMITTED_FOLDER.resolve(name));
    }

    private EngineExecutionResults verify(Class<? extends PactVerification> verification) {
        return PactFiles.withFolder(folder, () -> run(verification));
    }

    private static EngineExecutionResults run(Class<? extends PactVerification> verification) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(verification))
                .execute();
    }

    /** Returns the message of each failure, including its causes. */
    private static List<String> failures(EngineExecutionResults results) {
        return results.allEvents().failed().stream()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .map(result -> messagesOf(result.getThrowable().orElseThrow()))
                .toList();
    }

    private static String messagesOf(Throwable failure) {
        StringBuilder told = new StringBuilder();
        for (Throwable each = failure; each != null; each = each.getCause()) {
            told.append(each).append('\n');
        }
        return told.toString();
    }

    static class Unmodified extends PactVerification {}

    static class BehindRenamingProxy extends BehindProxy {
        BehindRenamingProxy() {
            super("name", "fullName");
        }
    }

    static class BehindUnmodifyingProxy extends BehindProxy {
        BehindUnmodifyingProxy() {
            super("fullName", "name");
        }
    }

    abstract static class BehindProxy extends PactVerification {

        private final String from;
        private final String to;
        private HttpProxy proxy;

        BehindProxy(String from, String to) {
            this.from = "\"" + from + "\":";
            this.to = "\"" + to + "\":";
        }

        @Override
        URI targetFor(URI server) throws IOException {
            proxy = HttpProxy.inFrontOf(
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
