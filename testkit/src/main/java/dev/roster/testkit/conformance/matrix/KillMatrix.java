package dev.roster.testkit.conformance.matrix;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Planted faults with the clauses that detect them. As JSON it has one line for each fault, so that changes can be
 * compared.
 *
 * @param rows the faults, sorted by name
 */
public record KillMatrix(List<Row> rows) {

    private static final String RESOURCE = "/dev/roster/testkit/kill-matrix.json";
    /** Ignores fields that a newer version adds. */
    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /**
     * A planted fault and the clauses that detect it.
     *
     * @param fault the class and the name of the fault, separated by a period
     * @param contract the simple name of the contract that was run on the faulty implementation
     * @param description what the faulty implementation does
     * @param raced whether the fault shows only if calls meet at a certain time
     * @param clauses the ids of the clauses that detect it, sorted
     */
    public record Row(String fault, String contract, String description, boolean raced, List<String> clauses) {

        /** Sorts the clauses. */
        public Row {
            clauses = clauses.stream().sorted().toList();
        }

        static Row of(Class<?> contract, PlantedFault fault, List<String> clauses) {
            return new Row(nameOf(fault), contract.getSimpleName(), fault.description(), fault.raced(), clauses);
        }

        private static String nameOf(PlantedFault fault) {
            Class<?> type = fault instanceof Enum<?> constant ? constant.getDeclaringClass() : fault.getClass();
            return type.getSimpleName() + "." + fault.name();
        }
    }

    /** Sorts the rows. */
    public KillMatrix {
        rows = rows.stream()
                .sorted(Comparator.comparing(Row::fault).thenComparing(Row::contract))
                .toList();
    }

    /**
     * Returns the published matrix of the kit.
     *
     * @throws IOException if it cannot be read
     */
    public static KillMatrix published() throws IOException {
        try (InputStream resource = KillMatrix.class.getResourceAsStream(RESOURCE)) {
            return resource == null
                    ? new KillMatrix(List.of())
                    : parse(new String(resource.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** Returns the faults that a clause detects. */
    public List<Row> detectedBy(String clause) {
        return rows.stream().filter(row -> row.clauses().contains(clause)).toList();
    }

    /** Returns the matrix as JSON. */
    public String toJson() {
        return rows.stream()
                .map(KillMatrix::line)
                .collect(Collectors.joining(",\n    ", "{ \"faults\": [\n    ", "\n] }\n"));
    }

    private static String line(Row row) {
        try {
            return JSON.writeValueAsString(row);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * Reads a matrix.
     *
     * @throws IOException if it is malformed
     */
    public static KillMatrix parse(String json) throws IOException {
        List<Row> rows = new ArrayList<>();
        for (JsonNode row : JSON.readTree(json).path("faults")) {
            rows.add(JSON.treeToValue(row, Row.class));
        }
        return new KillMatrix(rows);
    }
}
