package dev.roster.testkit.conformance.baseline;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the JSON of a baseline strictly: a mistyped name is an error. */
final class BaselineReader {

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private static final Set<String> NAMES = Set.of("clause", "adapter", "reason", "link");
    private static final String SHAPE =
            "{\"deviations\": [{\"clause\": \"…\", \"reason\": \"…\"}]}, where \"adapter\" and \"link\" are optional";

    private final String source;

    private BaselineReader(String source) {
        this.source = source;
    }

    static List<Deviation> read(byte[] content, String source) throws IOException {
        BaselineReader reader = new BaselineReader(source);
        try {
            return reader.deviations(JSON.readTree(content));
        } catch (JsonProcessingException malformed) {
            JsonLocation place = malformed.getLocation();
            throw reader.fault("is not JSON: line " + place.getLineNr() + ", column " + place.getColumnNr() + ": "
                    + malformed.getOriginalMessage().replaceAll("\\s*\\(start marker at .*", "")
                    + ". Until it is mended, no clause counts as deviating");
        }
    }

    private List<Deviation> deviations(JsonNode root) {
        JsonNode entries = root.get("deviations");
        if (root.size() != 1 || entries == null || !entries.isArray()) {
            throw fault("must have the form " + SHAPE);
        }
        List<Deviation> found = new ArrayList<>();
        Set<String> listed = new HashSet<>();
        for (JsonNode entry : entries) {
            Deviation deviation = deviation(entry);
            if (!listed.add(deviation.clause() + " " + deviation.adapter())) {
                throw fault("lists " + deviation.clause() + " twice");
            }
            found.add(deviation);
        }
        return found;
    }

    private Deviation deviation(JsonNode entry) {
        for (Iterator<String> names = entry.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!NAMES.contains(name)) {
                throw fault("contains the unknown name \"" + name + "\"; it must have the form " + SHAPE);
            }
        }
        Optional<String> clause = text(entry.get("clause"));
        Optional<String> reason = text(entry.get("reason"));
        if (clause.isEmpty() || reason.isEmpty()) {
            throw fault("contains an entry without clause or reason: " + entry);
        }
        return new Deviation(clause.get(), text(entry.get("adapter")), reason.get(), text(entry.get("link")));
    }

    private Optional<String> text(@Nullable JsonNode value) {
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw fault("contains " + value + " where a text that is not blank is required");
        }
        return Optional.of(value.textValue());
    }

    private BaselineException fault(String what) {
        return new BaselineException("the baseline " + source + " " + what);
    }
}
