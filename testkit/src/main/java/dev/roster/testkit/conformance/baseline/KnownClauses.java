package dev.roster.testkit.conformance.baseline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The ids in all lists of clauses on the class path. Each artifact with contracts names its lists in a resource, one
 * per line.
 */
final class KnownClauses {

    /** Name of the resource that names the lists of an artifact. */
    private static final String INDEX = "META-INF/conformance/catalogues";

    private KnownClauses() {}

    /** Returns the ids of all clauses, in a set that can be changed. */
    static Set<String> onClassPath(ClassLoader loader) {
        Set<String> ids = new TreeSet<>();
        try {
            for (URL index : Collections.list(loader.getResources(INDEX))) {
                for (String list : lines(index)) {
                    try (InputStream content = new URL(index, list).openStream()) {
                        for (JsonNode clause :
                                new ObjectMapper().readTree(content).path("clauses")) {
                            ids.add(clause.path("id").asText());
                        }
                    }
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException("a list of clauses cannot be read", unreadable);
        }
        return ids;
    }

    private static List<String> lines(URL resource) throws IOException {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(resource.openStream(), StandardCharsets.UTF_8))) {
            return reader.lines().filter(line -> !line.isBlank()).toList();
        }
    }
}
