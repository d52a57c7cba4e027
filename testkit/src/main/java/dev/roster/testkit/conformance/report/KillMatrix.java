package dev.roster.testkit.conformance.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The planted faults of the kit with the clauses that detect them.
 *
 * @param faults the faults, sorted by name
 */
record KillMatrix(List<Fault> faults) {

    private static final String RESOURCE = "/dev/roster/testkit/kill-matrix.json";

    /**
     * A planted fault.
     *
     * @param description what a broken implementation does
     * @param clauses the ids of the clauses that detect it
     */
    record Fault(String name, String description, List<String> clauses) {

        String text() {
            return description.isEmpty() ? name : description;
        }
    }

    KillMatrix {
        faults = faults.stream().sorted(Comparator.comparing(Fault::name)).toList();
    }

    /** Returns the matrix of the kit; empty if the kit has none. */
    static KillMatrix load() throws IOException {
        try (InputStream resource = KillMatrix.class.getResourceAsStream(RESOURCE)) {
            return resource == null ? new KillMatrix(List.of()) : read(new ObjectMapper().readTree(resource));
        }
    }

    static KillMatrix read(JsonNode json) {
        List<Fault> faults = new ArrayList<>();
        for (JsonNode each : json.path("faults")) {
            List<String> clauses = new ArrayList<>();
            each.path("clauses").forEach(clause -> clauses.add(clause.asText()));
            faults.add(new Fault(
                    each.path("fault").asText(), each.path("description").asText(), List.copyOf(clauses)));
        }
        return new KillMatrix(faults);
    }

    /** Returns the faults that a clause detects. */
    List<Fault> detectedBy(String clause) {
        return faults.stream().filter(fault -> fault.clauses().contains(clause)).toList();
    }
}
