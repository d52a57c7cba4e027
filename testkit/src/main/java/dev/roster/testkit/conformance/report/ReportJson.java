package dev.roster.testkit.conformance.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roster.testkit.conformance.Clause.Level;
import dev.roster.testkit.conformance.ClauseDescription;
import dev.roster.testkit.conformance.report.CapabilityReport.State;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Reports as JSON. The test kit's README documents the fields. */
public final class ReportJson {

    private static final String FORMAT = "conformance-report/1";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double MILLIS = 1000;

    private ReportJson() {}

    /** Returns the report as JSON. */
    public static String write(AdapterReport report) {
        return write(report, extra -> {});
    }

    /**
     * Returns the report as JSON.
     *
     * @param extra adds fields, before the clauses
     */
    public static String write(AdapterReport report, Consumer<ObjectNode> extra) {
        ObjectNode json = JSON.createObjectNode();
        json.put("format", FORMAT);
        json.put("adapter", report.adapter());
        json.put("verdict", report.verdict().id());
        json.put("verdictText", report.verdictText());
        json.put("system", report.system());
        json.put("kitVersion", report.kitVersion());
        json.put("contractVersion", report.contractVersion());
        json.put("javaVersion", report.javaVersion());
        json.put("started", report.started().toString());
        json.put("seconds", rounded(report.seconds()));
        ObjectNode counts = json.putObject("counts");
        for (Outcome outcome : Outcome.values()) {
            counts.put(outcome.id(), report.count(outcome));
        }
        extra.accept(json);
        ArrayNode problems = json.putArray("problems");
        report.problems().forEach(problems::add);
        ArrayNode capabilities = json.putArray("capabilities");
        for (CapabilityReport each : report.capabilities()) {
            ObjectNode capability = capabilities.addObject().put("name", each.name());
            capability.put("state", each.state().name().toLowerCase(Locale.ROOT));
            putUnlessEmpty(capability, "reason", each.reason());
        }
        ArrayNode clauses = json.putArray("clauses");
        report.clauses().forEach(each -> clauses.add(json(report, each)));
        return json.toPrettyString() + "\n";
    }

    private static ObjectNode json(AdapterReport report, ClauseReport result) {
        ClauseDescription clause = result.clause();
        ObjectNode json = JSON.createObjectNode();
        json.put("id", clause.id());
        json.put("contract", clause.contract());
        json.put("promise", clause.promise());
        json.put("level", clause.level().name().toLowerCase(Locale.ROOT));
        json.put("since", clause.since());
        if (!clause.needs().isEmpty()) {
            ArrayNode needs = json.putArray("needs");
            clause.needs().forEach(needs::add);
        }
        json.put("outcome", result.outcome().id());
        List<CapabilityReport> without = report.without(result);
        if (!without.isEmpty()) {
            ArrayNode names = json.putArray("without");
            without.forEach(each -> names.add(each.name()));
        }
        putUnlessEmpty(json, "reason", result.reason());
        putUnlessEmpty(json, "link", result.link());
        json.put("seconds", rounded(result.seconds()));
        return json;
    }

    private static void putUnlessEmpty(ObjectNode json, String field, String value) {
        if (!value.isEmpty()) {
            json.put(field, value);
        }
    }

    static double rounded(double seconds) {
        return Math.round(seconds * MILLIS) / MILLIS;
    }

    /**
     * Reads a report. Ignores unknown fields, and the verdict, which follows from the results.
     *
     * @throws IOException if the text is not a report
     */
    public static AdapterReport read(String text) throws IOException {
        JsonNode json = JSON.readTree(text);
        if (!json.path("format").asText().equals(FORMAT)) {
            throw new IOException("format must be " + FORMAT + ", but was '"
                    + json.path("format").asText() + "'");
        }
        List<ClauseReport> clauses = new ArrayList<>();
        for (JsonNode each : json.path("clauses")) {
            clauses.add(clause(each));
        }
        List<CapabilityReport> capabilities = new ArrayList<>();
        for (JsonNode each : json.path("capabilities")) {
            capabilities.add(new CapabilityReport(
                    each.path("name").asText(),
                    constant(State.class, each.path("state").asText()),
                    each.path("reason").asText()));
        }
        try {
            return new AdapterReport(
                    json.path("adapter").asText(),
                    json.path("system").asText(),
                    json.path("kitVersion").asText(),
                    json.path("contractVersion").asText(),
                    json.path("javaVersion").asText(),
                    Instant.parse(json.path("started").asText()),
                    json.path("seconds").asDouble(),
                    capabilities,
                    clauses,
                    texts(json.path("problems")));
        } catch (DateTimeException malformed) {
            throw new IOException("started must be a time in UTC", malformed);
        }
    }

    private static ClauseReport clause(JsonNode json) throws IOException {
        ClauseDescription clause = new ClauseDescription(
                json.path("id").asText(),
                json.path("contract").asText(),
                json.path("promise").asText(),
                constant(Level.class, json.path("level").asText()),
                json.path("since").asText(),
                texts(json.path("needs")));
        String outcome = json.path("outcome").asText();
        return new ClauseReport(
                clause,
                Outcome.of(outcome).orElseThrow(() -> new IOException("unknown outcome '" + outcome + "'")),
                json.path("reason").asText(),
                json.path("link").asText(),
                json.path("seconds").asDouble());
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String name) throws IOException {
        try {
            return Enum.valueOf(type, name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw new IOException("unknown " + type.getSimpleName() + " '" + name + "'", unknown);
        }
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }
}
