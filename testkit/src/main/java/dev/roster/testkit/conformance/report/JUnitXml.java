package dev.roster.testkit.conformance.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Reports in the XML format of JUnit that CI servers read: a suite for each implementation. */
public final class JUnitXml {

    private JUnitXml() {}

    /** Returns the reports as XML. Deviating clauses and those that did not run are skipped tests there. */
    public static String write(List<AdapterReport> reports) {
        Markup xml =
                new Markup().raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"conformance\">\n");
        reports.forEach(report -> suite(report, xml));
        return xml.raw("</testsuites>\n").toString();
    }

    private static void suite(AdapterReport report, Markup xml) {
        long failures = report.count(Outcome.FAILED) + report.count(Outcome.STALE);
        xml.raw("  <testsuite");
        attribute("name", report.adapter(), xml);
        attribute("tests", String.valueOf(report.clauses().size()), xml);
        attribute("failures", String.valueOf(failures), xml);
        attribute("errors", report.problems().isEmpty() ? "0" : "1", xml);
        attribute("skipped", String.valueOf(report.count(Outcome.DEVIATING) + report.count(Outcome.NOT_RUN)), xml);
        attribute("time", seconds(report.seconds()), xml);
        attribute("timestamp", report.started().toString(), xml);
        xml.raw(">\n    <properties>\n");
        property("verdict", report.verdictText(), xml);
        property("system", report.system(), xml);
        property("kit.version", report.kitVersion(), xml);
        property("contract.version", report.contractVersion(), xml);
        property("java.version", report.javaVersion(), xml);
        for (CapabilityReport each : report.capabilities()) {
            String state = each.state().name().toLowerCase(Locale.ROOT);
            property("capability." + each.name(), each.reason().isEmpty() ? state : state + ": " + each.reason(), xml);
        }
        xml.raw("    </properties>\n");
        report.clauses().forEach(clause -> testCase(report, clause, xml));
        if (!report.problems().isEmpty()) {
            xml.raw("    <system-err>")
                    .text(String.join("\n", report.problems()))
                    .raw("</system-err>\n");
        }
        xml.raw("  </testsuite>\n");
    }

    private static void testCase(AdapterReport report, ClauseReport result, Markup xml) {
        xml.raw("    <testcase");
        attribute("classname", report.adapter() + "." + result.clause().contract(), xml);
        attribute("name", result.id() + ": " + result.clause().promise(), xml);
        attribute("time", seconds(result.seconds()), xml);
        if (result.outcome() == Outcome.PASSED) {
            passed(report.without(result), xml);
            return;
        }
        boolean failure = result.outcome() == Outcome.FAILED || result.outcome() == Outcome.STALE;
        String link = result.link().isEmpty() ? "" : " (" + result.link() + ")";
        xml.raw(">\n      <").raw(failure ? "failure" : "skipped");
        if (failure) {
            attribute("type", result.outcome().text(), xml);
        }
        attribute("message", result.outcome().text() + ": " + result.reason() + link, xml);
        xml.raw("/>\n    </testcase>\n");
    }

    /** JUnit's format has no outcome for a clause that passed without a capability, so its output names it. */
    private static void passed(List<CapabilityReport> without, Markup xml) {
        if (without.isEmpty()) {
            xml.raw("/>\n");
            return;
        }
        xml.raw(">\n      <system-out>")
                .text(without.stream()
                        .map(each ->
                                "passed without " + each.name() + (each.reason().isEmpty() ? "" : ": " + each.reason()))
                        .collect(Collectors.joining("\n")))
                .raw("</system-out>\n    </testcase>\n");
    }

    private static void property(String name, String value, Markup xml) {
        xml.raw("      <property");
        attribute("name", name, xml);
        attribute("value", value, xml);
        xml.raw("/>\n");
    }

    /** Line breaks are escaped, because XML parsers replace them in attributes. */
    private static void attribute(String name, String value, Markup xml) {
        xml.raw(" " + name + "=\"")
                .raw(Markup.escape(value)
                        .replace("\n", "&#10;")
                        .replace("\r", "&#13;")
                        .replace("\t", "&#9;"))
                .raw("\"");
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.3f", seconds);
    }
}
