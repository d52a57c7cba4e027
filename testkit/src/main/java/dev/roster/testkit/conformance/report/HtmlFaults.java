package dev.roster.testkit.conformance.report;

import dev.roster.testkit.conformance.matrix.KillMatrix;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The section of the page about the planted faults of the kit. */
final class HtmlFaults {

    private HtmlFaults() {}

    /** Appends the faults that a clause of the contracts detects; nothing if there are none. */
    static void append(KillMatrix matrix, List<ContractTable> contracts, Markup html) {
        Set<String> clauses = contracts.stream()
                .flatMap(contract -> contract.rows().stream())
                .map(row -> row.clause().id())
                .collect(Collectors.toSet());
        List<KillMatrix.Row> faults = matrix.rows().stream()
                .filter(fault -> fault.clauses().stream().anyMatch(clauses::contains))
                .toList();
        if (matrix.rows().isEmpty()) {
            return;
        }
        html.raw(
                        "<section id=\"faults\">\n<h2>Planted faults</h2>\n<p>The kit plants faults in implementations to show ")
                .raw("that the clauses can fail. " + HtmlPage.count(faults.size(), "fault"))
                .raw(" concern the contracts of this report. Each is detected by the clauses beside it.</p>\n")
                .raw("<details><summary>Show all</summary>\n<table class=\"faults\">\n<thead><tr>")
                .raw("<th scope=\"col\">Fault</th><th scope=\"col\">Detected by</th></tr></thead>\n<tbody>\n");
        for (KillMatrix.Row fault : faults) {
            html.raw("<tr><th scope=\"row\"><code>")
                    .raw(HtmlPage.breakable(fault.fault()).replace("_", "_<wbr>"))
                    .raw("</code><span>")
                    .text(fault.description())
                    .raw("</span></th><td>");
            for (String clause : fault.clauses()) {
                if (clauses.contains(clause)) {
                    html.raw("<a href=\"#")
                            .text(clause)
                            .raw("\">")
                            .raw(HtmlPage.breakable(clause))
                            .raw("</a> ");
                } else {
                    html.raw("<span>").raw(HtmlPage.breakable(clause)).raw("</span> ");
                }
            }
            html.raw("</td></tr>\n");
        }
        html.raw("</tbody>\n</table>\n</details>\n</section>\n");
    }
}
