package dev.roster.testkit.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roster.testkit.cli.ClauseResult.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** Report for other programs. The test kit's README documents its fields. */
final class JsonReport {

    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonReport() {}

    static void write(RunResult outcome, String version, Path file) throws IOException {
        Files.writeString(
                file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json(outcome, version)) + "\n");
    }

    static ObjectNode json(RunResult outcome, String version) {
        ObjectNode report = JSON.createObjectNode();
        report.put("version", version);
        report.put("baseUrl", outcome.baseUrl().toString());
        report.put("started", outcome.started().toString());
        report.put("seconds", rounded(outcome.seconds()));
        if (!outcome.interrupted()) {
            // An interrupted process cannot know its exit code: that depends on the signal.
            report.put("exitCode", outcome.exitCode());
        }
        report.put("interrupted", outcome.interrupted());
        report.set("clauses", counts(outcome::count));
        report.putObject("loginAttempts")
                .put("total", outcome.loginAttempts())
                .put("mostInAMinute", outcome.maxLoginAttemptsPerMinute());
        ArrayNode users = report.putArray("usersLeftBehind");
        outcome.leftoverUsers().forEach(users::add);
        ArrayNode areas = report.putArray("areas");
        outcome.areas().forEach(area -> areas.add(json(area)));
        return report;
    }

    private static ObjectNode json(AreaResult area) {
        ObjectNode json = JSON.createObjectNode();
        json.put("area", area.name());
        json.put("status", name(area.status()));
        json.put("seconds", rounded(area.seconds()));
        json.setAll(counts(area::count));
        ArrayNode clauses = json.putArray("clauses");
        for (ClauseResult clause : area.clauses()) {
            ObjectNode each = clauses.addObject();
            each.put("clause", clause.clause());
            each.put("status", name(clause.status()));
            each.put("seconds", rounded(clause.seconds()));
            if (!clause.message().isEmpty()) {
                each.put("message", clause.message());
            }
        }
        return json;
    }

    private static ObjectNode counts(ToLongFunction<Status> count) {
        ObjectNode counts = JSON.createObjectNode();
        for (Status status : Status.values()) {
            counts.put(name(status), count.applyAsLong(status));
        }
        return counts;
    }

    private static String name(Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    private static double rounded(double seconds) {
        return Math.round(seconds * 1000) / 1000.0;
    }
}
