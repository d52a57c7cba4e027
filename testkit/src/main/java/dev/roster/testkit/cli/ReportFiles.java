package dev.roster.testkit.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roster.testkit.conformance.report.AdapterReport;
import dev.roster.testkit.conformance.report.Badge;
import dev.roster.testkit.conformance.report.HtmlPage;
import dev.roster.testkit.conformance.report.JUnitXml;
import dev.roster.testkit.conformance.report.ReportJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Writes a report in the format that the extension of the file names; JSON by default. */
final class ReportFiles {

    private ReportFiles() {}

    static void write(RunResult result, Path file) throws IOException {
        write(result.report(), json -> addRun(result, json), file);
    }

    /** Writes a report; JSON contains more fields. */
    static void write(AdapterReport report, Consumer<ObjectNode> more, Path file) throws IOException {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        String text;
        if (name.endsWith(".html") || name.endsWith(".htm")) {
            text = HtmlPage.write(List.of(report));
        } else if (name.endsWith(".xml")) {
            text = JUnitXml.write(List.of(report));
        } else {
            text = name.endsWith(".svg") ? Badge.write(List.of(report)) : ReportJson.write(report, more);
        }
        Files.writeString(file, text);
    }

    /** Returns the report as JSON, with fields for a run of the program. */
    static String json(RunResult result) {
        return ReportJson.write(result.report(), json -> addRun(result, json));
    }

    private static void addRun(RunResult result, ObjectNode json) {
        json.put("interrupted", result.interrupted());
        if (!result.interrupted()) {
            // An interrupted process cannot know its exit code: that depends on the signal.
            json.put("exitCode", result.exitCode());
        }
        json.putObject("loginAttempts")
                .put("total", result.loginAttempts())
                .put("mostInAMinute", result.maxLoginAttemptsPerMinute());
        ArrayNode users = json.putArray("usersLeftBehind");
        result.leftoverUsers().forEach(users::add);
    }
}
