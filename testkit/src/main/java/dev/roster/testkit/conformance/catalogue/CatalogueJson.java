package dev.roster.testkit.conformance.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roster.testkit.conformance.Clause.Level;
import dev.roster.testkit.conformance.ClauseDescription;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** JSON of a {@link Catalogue}: its version and its clauses, each with id, contract, promise, level, since and needs. */
public final class CatalogueJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private CatalogueJson() {}

    /** Returns the JSON, the same for the same clauses. */
    public static String write(Catalogue catalogue) throws IOException {
        ObjectNode root = JSON.createObjectNode().put("version", catalogue.version());
        ArrayNode clauses = root.putArray("clauses");
        for (ClauseDescription clause : catalogue.clauses()) {
            ArrayNode needs = clauses.addObject()
                    .put("id", clause.id())
                    .put("contract", clause.contract())
                    .put("promise", clause.promise())
                    .put("level", clause.level().name().toLowerCase(Locale.ROOT))
                    .put("since", clause.since())
                    .putArray("needs");
            clause.needs().forEach(needs::add);
        }
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root).replace("\r\n", "\n") + "\n";
    }

    /**
     * Reads JSON that {@link #write} returned. Closes the stream.
     *
     * @throws IOException if it cannot be read or is not such JSON
     */
    public static Catalogue read(InputStream content) throws IOException {
        try (content) {
            JsonNode root = JSON.readTree(content);
            List<ClauseDescription> clauses = new ArrayList<>();
            for (JsonNode clause : root.path("clauses")) {
                List<String> needs = new ArrayList<>();
                clause.path("needs").forEach(name -> needs.add(name.asText()));
                clauses.add(new ClauseDescription(
                        clause.path("id").asText(),
                        clause.path("contract").asText(),
                        clause.path("promise").asText(),
                        Level.valueOf(clause.path("level").asText().toUpperCase(Locale.ROOT)),
                        clause.path("since").asText(),
                        needs));
            }
            return new Catalogue(root.path("version").asText(), clauses);
        } catch (IllegalArgumentException malformed) {
            throw new IOException("not a list of clauses: " + malformed.getMessage(), malformed);
        }
    }
}
