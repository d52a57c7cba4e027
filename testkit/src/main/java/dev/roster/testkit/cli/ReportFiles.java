package dev.roster.testkit.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roster.testkit.conformance.report.Badge;
import dev.roster.testkit.conformance.report.HtmlPage;
import dev.roster.testkit.conformance.report.JUnitXml;
import dev.roster.testkit.conformance.report.ReportJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Writes a report in the format that the extension of the file names; JSON by default. */
final class ReportFiles {

    private ReportFiles() {}

    static void write(RunResult result, Path file) throws IOException {
        Files.writeString(file, text(result, file.getFileName().toString().toLowerCase(Locale.ROOT)));
    }

    private static String text(RunResult result, String name) throws IOException {
        if (name.endsWith(".html") || name.endsWith(".htm")) {
            return HtmlPage.write(List.of(result.report()));
        }
        if (name.endsWith(".xml")) {
            return JUnitXml.write(List.of(result.report()));
        }
        return name.endsWith(".svg") ? Badge.write(List.of(result.report())) : json(result);
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
