package dev.roster.testkit.conformance.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The sections of the page about implementations, findings and contracts. */
final class HtmlSummary {

    private static final Outcome[] SHOWN = {
        Outcome.PASSED, Outcome.FAILED, Outcome.DEVIATING, Outcome.STALE, Outcome.NOT_RUN
    };

    /** The first lines of a failure have the expected and the actual value. */
    private static final int MAX_LINES = 4;

    private final List<AdapterReport> reports;
    private final List<ContractTable> contracts;
    private final Markup html;

    HtmlSummary(List<AdapterReport> reports, List<ContractTable> contracts, Markup html) {
        this.reports = reports;
        this.contracts = contracts;
        this.html = html;
    }

    void append() {
        implementations();
        findings();
        overview();
    }

    private void implementations() {
        html.raw("<section id=\"implementations\">\n<h2>Implementations</h2>\n<table class=\"summary cards\">\n")
                .raw("<thead><tr><th scope=\"col\">Implementation</th><th scope=\"col\">Verdict</th>");
        for (Outcome outcome : SHOWN) {
            html.raw("<th scope=\"col\" class=\"number\">")
                    .text(HtmlPage.capitalized(outcome.text()))
                    .raw("</th>");
        }
        html.raw("<th scope=\"col\" class=\"number\">Time</th><th scope=\"col\">Tested</th></tr></thead>\n<tbody>\n");
        reports.forEach(this::implementation);
        html.raw("</tbody>\n</table>\n</section>\n");
    }

    private void implementation(AdapterReport report) {
        String name = report.name();
        String path = report.adapter().endsWith("." + name)
                ? report.adapter().substring(0, report.adapter().length() - name.length() - 1)
                : "";
        html.raw("<tr><th scope=\"row\"><span class=\"name\">")
                .raw(HtmlPage.breakable(name))
                .raw("</span>");
        if (!path.isEmpty()) {
            html.raw(" <small>").raw(HtmlPage.breakable(path)).raw("</small>");
        }
        html.raw("</th><td><strong class=\"verdict v-" + report.verdict().id() + "\">")
                .text(report.verdictText())
                .raw("</strong>");
        for (CapabilityReport each : report.capabilities()) {
            if (each.state() != CapabilityReport.State.SUPPORTED) {
                html.raw("<small>")
                        .text(each.name() + ": " + each.state().name().toLowerCase(Locale.ROOT)
                                + (each.reason().isEmpty() ? "" : ", " + each.reason()))
                        .raw("</small>");
            }
        }
        html.raw("</td>");
        for (Outcome outcome : SHOWN) {
            long number = report.count(outcome);
            html.raw("<td class=\"number" + (number == 0 ? " zero" : " t-" + outcome.id()) + "\" data-n=\"")
                    .text(HtmlPage.capitalized(outcome.text()))
                    .raw("\">" + HtmlPage.grouped(number) + "</td>");
        }
        html.raw("<td class=\"number\" data-n=\"Time\">")
                .text(Markup.duration(report.seconds()))
                .raw("</td><td class=\"tested\">");
        if (!report.system().isEmpty()) {
            html.raw("<span>").text(report.system()).raw("</span> ");
        }
        html.raw("<small>")
                .text("kit " + report.kitVersion() + ", contract " + report.contractVersion() + ", Java "
                        + report.javaVersion())
                .raw("</small> <small><time datetime=\"")
                .text(report.started().toString())
                .raw("\">")
                .text(report.started().toString().replaceFirst("T(\\d\\d:\\d\\d).*", " $1 UTC"))
                .raw("</time></small></td></tr>\n");
    }

    private void findings() {
        html.raw("<section id=\"findings\">\n<h2>Findings</h2>\n<ul class=\"findings\">\n");
        int found = 0;
        for (AdapterReport report : reports) {
            for (String problem : report.problems()) {
                found++;
                html.raw("<li><span class=\"pill o-failed\">problem</span> <b>")
                        .raw(HtmlPage.breakable(report.name()))
                        .raw("</b><span class=\"why\">")
                        .text(problem)
                        .raw("</span></li>\n");
            }
            for (Outcome outcome : List.of(Outcome.FAILED, Outcome.STALE, Outcome.DEVIATING)) {
                for (ClauseReport result : report.clauses()) {
                    if (result.outcome() == outcome) {
                        found++;
                        finding(report, result);
                    }
                }
            }
            found += notRun(report);
        }
        reports.forEach(this::without);
        html.raw("</ul>\n");
        if (found == 0) {
            long without = reports.stream()
                    .mapToLong(AdapterReport::countWithoutCapability)
                    .sum();
            html.raw("<p>")
                    .text(
                            without == 0
                                    ? "None: every clause of every implementation was run and passed."
                                    : "No failures: every clause of every implementation was run and passed, in "
                                            + HtmlPage.count(without, "case")
                                            + " without a capability, as listed above.")
                    .raw("</p>\n");
        }
        html.raw("</section>\n");
    }

    private void finding(AdapterReport report, ClauseReport result) {
        html.raw("<li>")
                .raw(HtmlClauses.pill(result.outcome()))
                .raw(" <a href=\"#")
                .text(result.id())
                .raw("\">")
                .raw(HtmlPage.breakable(result.id()))
                .raw("</a> <b>")
                .raw(HtmlPage.breakable(report.name()))
                .raw("</b><span class=\"why\">")
                .text(result.reason().lines().limit(MAX_LINES).collect(Collectors.joining(" ")))
                .raw(HtmlClauses.link(result))
                .raw("</span></li>\n");
    }

    /** Lists clauses that were not run once for each reason, because a partial run has hundreds of them. */
    private int notRun(AdapterReport report) {
        Map<String, Long> reasons = new TreeMap<>();
        report.clauses().stream()
                .filter(result -> result.outcome() == Outcome.NOT_RUN)
                .forEach(result -> reasons.merge(result.reason(), 1L, Long::sum));
        reasons.forEach((reason, number) -> html.raw("<li>")
                .raw(HtmlClauses.pill(Outcome.NOT_RUN))
                .raw(" ")
                .text(HtmlPage.count(number, "clause"))
                .raw(" of <b>")
                .raw(HtmlPage.breakable(report.name()))
                .raw("</b><span class=\"why\">")
                .text(reason)
                .raw("</span></li>\n"));
        return reasons.size();
    }

    /** Lists clauses that passed without a capability once for each capability. */
    private void without(AdapterReport report) {
        report.missing().forEach(capability -> {
            long number = report.clauses().stream()
                    .filter(result -> report.without(result).contains(capability))
                    .count();
            if (number == 0) {
                return;
            }
            html.raw("<li><span class=\"pill o-passed o-without\"><span aria-hidden=\"true\">✓</span> without</span> ")
                    .text(HtmlPage.count(number, "clause"))
                    .raw(" of <b>")
                    .raw(HtmlPage.breakable(report.name()))
                    .raw("</b><span class=\"why\">passed without ")
                    .text(capability.name() + ", which is "
                            + capability.state().name().toLowerCase(Locale.ROOT)
                            + (capability.reason().isEmpty() ? "" : ": " + capability.reason()))
                    .raw("</span></li>\n");
        });
    }

    private void overview() {
        html.raw("<section id=\"contracts\">\n<h2>Contracts</h2>\n<table class=\"overview\">\n")
                .raw("<thead><tr><th scope=\"col\">Contract</th>")
                .raw("<th scope=\"col\">Clauses that passed, by implementation</th></tr></thead>\n<tbody>\n");
        for (ContractTable contract : contracts) {
            html.raw("<tr><th scope=\"row\"><a href=\"#")
                    .text(HtmlPage.anchor(contract.contract()))
                    .raw("\">")
                    .raw(HtmlPage.breakable(contract.contract()))
                    .raw("</a></th><td>");
            for (int adapter : contract.adapters()) {
                Outcome worst = contract.worst(adapter);
                html.raw("<span class=\"chip o-" + worst.id() + "\"><span aria-hidden=\"true\">")
                        .raw(HtmlPage.symbol(worst))
                        .raw("</span> ")
                        .raw(HtmlPage.breakable(reports.get(adapter).name()))
                        .raw(" <b>" + contract.count(adapter, Outcome.PASSED) + "/"
                                + contract.rows().stream()
                                        .filter(row -> row.result(adapter).isPresent())
                                        .count()
                                + "</b></span> ");
            }
            html.raw("</td></tr>\n");
        }
        html.raw("</tbody>\n</table>\n</section>\n");
    }
}
