package dev.roster.testkit.conformance.report;

import dev.roster.testkit.conformance.Clause.Level;
import dev.roster.testkit.conformance.ClauseDescription;
import dev.roster.testkit.conformance.matrix.KillMatrix;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The section of the page about clauses: a matrix of clauses and implementations for each contract. */
final class HtmlClauses {

    /** Wider tables are scrolled in a frame. */
    private static final int MAX_COLUMNS = 7;

    /** A reason of more characters gets a row of its own. */
    private static final int MAX_SHORT_REASON = 48;

    private final List<AdapterReport> reports;
    private final List<ContractTable> contracts;
    private final KillMatrix faults;
    private final Markup html;
    private final Set<String> anchors = new HashSet<>();

    HtmlClauses(List<AdapterReport> reports, List<ContractTable> contracts, KillMatrix faults, Markup html) {
        this.reports = reports;
        this.contracts = contracts;
        this.faults = faults;
        this.html = html;
    }

    void append() {
        html.raw("<section id=\"clauses\">\n<h2>Clauses</h2>\n");
        filter();
        contracts.forEach(this::contract);
        html.raw("</section>\n");
    }

    /** Appends the form for filters, which the script shows. */
    private void filter() {
        html.raw("<form id=\"filter\" role=\"search\" aria-label=\"Filter clauses\" hidden>\n")
                .raw("<label>Search <input type=\"search\" name=\"text\" placeholder=\"id, promise or reason\" ")
                .raw("autocomplete=\"off\" spellcheck=\"false\"></label>\n");
        List<String[]> outcomes = new ArrayList<>();
        for (Outcome outcome : Outcome.values()) {
            outcomes.add(new String[] {outcome.id(), outcome.text()});
        }
        outcomes.add(1, new String[] {"without", "passed without …"});
        select("outcome", "Outcome", outcomes);
        select("level", "Level", List.of(new String[] {"must", "must"}, new String[] {"should", "should"}));
        select(
                "contract",
                "Contract",
                contracts.stream()
                        .map(each -> new String[] {HtmlPage.anchor(each.contract()), each.contract()})
                        .toList());
        html.raw("<label>Implementation <select name=\"adapter\"><option value=\"\">all</option>");
        for (int number = 0; number < reports.size(); number++) {
            html.raw("<option value=\"" + number + "\">")
                    .text(reports.get(number).name())
                    .raw("</option>");
        }
        html.raw("</select></label>\n<label>View <select name=\"view\"><option value=\"\">matrix</option>")
                .raw("<option value=\"list\">list</option></select></label>\n")
                .raw("<button type=\"reset\">Reset</button>\n<output aria-live=\"polite\"></output>\n</form>\n")
                .raw("<noscript><p>Search and filters need JavaScript; everything is shown below.</p></noscript>\n");
    }

    private void select(String name, String label, List<String[]> options) {
        html.raw("<label>" + label + " <select name=\"" + name + "\"><option value=\"\">all</option>");
        for (String[] option : options) {
            html.raw("<option value=\"")
                    .text(option[0])
                    .raw("\">")
                    .text(option[1])
                    .raw("</option>");
        }
        html.raw("</select></label>\n");
    }

    private void contract(ContractTable table) {
        boolean wide = table.adapters().size() > MAX_COLUMNS;
        html.raw("<section class=\"contract\" id=\"")
                .text(HtmlPage.anchor(table.contract()))
                .raw("\">\n<h3>")
                .raw(HtmlPage.breakable(table.contract()))
                .raw(" <small>" + HtmlPage.count(table.rows().size(), "clause") + "</small></h3>\n<div class=\"frame")
                .raw(wide ? " wide\" tabindex=\"0\" role=\"region\" aria-label=\"" : "\">")
                .text(wide ? table.contract() + " by implementation" : "")
                .raw(wide ? "\">" : "")
                .raw("<table class=\"matrix\">\n<thead><tr><th scope=\"col\">Clause</th>");
        for (int adapter : table.adapters()) {
            html.raw("<th scope=\"col\" data-a=\"" + adapter + "\">")
                    .raw(HtmlPage.breakable(reports.get(adapter).name()))
                    .raw("</th>");
        }
        html.raw("</tr></thead>\n");
        table.rows().forEach(row -> clause(table, row));
        html.raw("</table></div>\n</section>\n");
    }

    private void clause(ContractTable table, ContractTable.Row row) {
        ClauseDescription clause = row.clause();
        html.raw("<tbody class=\"clause\" data-level=\"" + (clause.level() == Level.MUST ? "must" : "should") + "\"");
        if (anchors.add(clause.id())) {
            html.raw(" id=\"").text(clause.id()).raw("\"");
        }
        html.raw("><tr><th scope=\"row\"><a class=\"id\" href=\"#")
                .text(clause.id())
                .raw("\">")
                .raw(HtmlPage.breakable(clause.id()))
                .raw("</a> <span class=\"tags\">")
                .raw(clause.level() == Level.MUST ? "must" : "<b>should</b>")
                .raw(" · since ")
                .text(clause.since())
                .text(clause.needs().isEmpty() ? "" : " · needs " + String.join(", ", clause.needs()))
                .raw("</span><span class=\"promise\">")
                .text(clause.promise())
                .raw("</span>");
        planted(clause.id());
        html.raw("</th>");
        for (int adapter : table.adapters()) {
            row.result(adapter)
                    .ifPresentOrElse(
                            result -> cell(adapter, result),
                            () -> html.raw("<td class=\"none\" data-a=\"" + adapter + "\"></td>"));
        }
        html.raw("</tr>");
        for (int adapter : table.adapters()) {
            row.result(adapter).filter(HtmlClauses::hasReasonRow).ifPresent(result -> reason(table, adapter, result));
        }
        html.raw("</tbody>\n");
    }

    private void planted(String clause) {
        List<KillMatrix.Row> detected = faults.detectedBy(clause);
        if (!detected.isEmpty()) {
            html.raw(
                    "<details><summary>detects " + HtmlPage.count(detected.size(), "planted fault") + "</summary><ul>");
            detected.forEach(fault -> html.raw("<li>").text(fault.description()).raw("</li>"));
            html.raw("</ul></details>");
        }
    }

    private void cell(int adapter, ClauseReport result) {
        Outcome outcome = result.outcome();
        List<CapabilityReport> without = reports.get(adapter).without(result);
        html.raw("<td class=\"o-" + outcome.id() + (without.isEmpty() ? "" : " o-without") + "\" data-a=\"" + adapter
                        + "\" data-n=\"")
                .text(reports.get(adapter).name())
                .raw("\"><b aria-hidden=\"true\">" + HtmlPage.symbol(outcome) + "</b> <span>" + outcome.text()
                        + "</span>");
        if (!without.isEmpty()) {
            html.raw(" <small class=\"without\">without ")
                    .text(without.stream().map(CapabilityReport::name).collect(Collectors.joining(", ")))
                    .raw("</small>");
        }
        if (outcome != Outcome.NOT_RUN) {
            html.raw(" <small>" + Markup.duration(result.seconds()) + "</small>");
        } else if (!hasReasonRow(result)) {
            html.raw(" <small>").text(result.reason()).raw("</small>");
        }
        html.raw("</td>");
    }

    private static boolean hasReasonRow(ClauseReport result) {
        return switch (result.outcome()) {
            case PASSED -> false;
            case NOT_RUN -> result.reason().length() > MAX_SHORT_REASON;
            case FAILED, DEVIATING, STALE -> true;
        };
    }

    private void reason(ContractTable table, int adapter, ClauseReport result) {
        html.raw("<tr class=\"reason\" data-a=\"" + adapter + "\"><td colspan=\""
                        + (table.adapters().size() + 1) + "\">")
                .raw(pill(result.outcome()))
                .raw(" <b>")
                .raw(HtmlPage.breakable(reports.get(adapter).name()))
                .raw("</b>")
                .raw(link(result))
                .raw("<pre>")
                .text(result.reason())
                .raw("</pre></td></tr>");
    }

    static String pill(Outcome outcome) {
        return "<span class=\"pill o-" + outcome.id() + "\"><span aria-hidden=\"true\">" + HtmlPage.symbol(outcome)
                + "</span> " + outcome.text() + "</span>";
    }

    /** Returns the link of a deviation; as text, unless it is an address on the web. */
    static String link(ClauseReport result) {
        String link = Markup.escape(result.link());
        if (link.isEmpty()) {
            return "";
        }
        return result.link().matches("(?i)https?://\\S+")
                ? " <a rel=\"noreferrer noopener\" href=\"" + link + "\">" + link + "</a>"
                : " " + link;
    }
}
