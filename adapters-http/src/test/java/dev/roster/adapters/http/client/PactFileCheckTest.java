package dev.roster.adapters.http.client;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PactFileCheckTest {

    private static final String PACT = "{\"interactions\":[{\"description\":\"a\"}],\"metadata\":{\"pact-jvm\":1}}";

    @TempDir
    Path folder;

    @Test
    void ignoresOrderAndMetadata() throws IOException {
        Path written = file("written", PACT);
        Path kept = file("kept", "{\"metadata\":{\"pact-jvm\":2}, \"interactions\":[{\"description\":\"a\"}]}");

        assertThatCode(() -> PactFileCheck.compare(written, kept)).doesNotThrowAnyException();
    }

    @Test
    void explainsHowToUpdateCommittedFile() throws IOException {
        Path written = file("written", PACT);
        Path kept = file("kept", PACT.replace("\"a\"", "\"b\""));

        for (Path another : new Path[] {kept, folder.resolve("missing")}) {
            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(() -> PactFileCheck.compare(written, another))
                    .withMessageContaining("cp " + written + " " + another);
        }
    }

    private Path file(String name, String json) throws IOException {
        return Files.writeString(folder.resolve(name), json);
    }
}
