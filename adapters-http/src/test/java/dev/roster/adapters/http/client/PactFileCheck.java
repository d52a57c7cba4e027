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
 * Compares the pact that the consumer tests wrote with the one that is kept, which the provider is verified against. As an
 * extension it has to be registered before Pact's, to have its turn after the file is written.
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

    /** Whether they agree on everything but who wrote them. */
    static void compare(Path written, Path kept) throws IOException {
        if (!Files.exists(kept) || !contract(written).equals(contract(kept))) {
            throw new AssertionError("the consumer tests wrote another pact than the one that is kept; look at the "
                    + "difference, and if it is meant to be: (cd adapters-http && cp " + written + " " + kept + ")");
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
