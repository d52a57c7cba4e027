package dev.roster.adapters.http.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Compares the pact written by the consumer tests with the committed one, which the provider is verified against.
 * Register this extension before Pact's, so that it runs after the file is written.
 */
public final class PactFileCheck implements AfterAllCallback {

    static final String OUTPUT_FOLDER = "target/pacts";

    private static final String FILE_NAME = "web-app-user-service.json";
    private static final Path GENERATED_FILE = Path.of(OUTPUT_FOLDER, FILE_NAME);
    private static final Path COMMITTED_FILE = Path.of("src", "test", "pacts", FILE_NAME);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        if (context.getExecutionException().isEmpty()) {
            compare(GENERATED_FILE, COMMITTED_FILE);
        }
    }

    /** Fails if the files differ in more than their metadata. */
    static void compare(Path written, Path kept) throws IOException {
        if (!Files.exists(kept) || !contract(written).equals(contract(kept))) {
            throw new AssertionError("the consumer tests wrote a pact that differs from the committed one; if the "
                    + "difference is intended: (cd adapters-http && cp " + written + " " + kept + ")");
        }
    }

    private static JsonNode contract(Path file) throws IOException {
        JsonNode pact = MAPPER.readTree(Files.readAllBytes(file));
        if (pact instanceof ObjectNode object) {
            object.remove("metadata");
        }
        return pact;
    }
}
