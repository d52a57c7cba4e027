package dev.roster.testkit.conformance.report;

import dev.roster.testkit.conformance.matrix.KillMatrix;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Page on the reports of several implementations, in one file that needs no network. All content is in the markup; the
 * script only filters it. The same reports give the same page.
 */
public final class HtmlPage {

    private final List<AdapterReport> reports;
    private final List<ContractTable> contracts;
    private final KillMatrix faults;
    private final Markup html = new Markup();

    private HtmlPage(List<AdapterReport> reports, KillMatrix faults) {
        this.reports = reports;
        this.faults = faults;
        contracts = ContractTable.of(reports);
    }

    /** Returns the page. */
    public static String write(List<AdapterReport> reports) throws IOException {
        return write(reports, KillMatrix.published());
    }

    static String write(List<AdapterReport> reports, KillMatrix faults) {
        return new HtmlPage(reports, faults).page();
    }

    private String page() {
        String style = resource("report.css");
        String script = resource("report.js");
        Verdict verdict = Badge.verdict(reports);
        html.raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .raw("<meta name=\"color-scheme\" content=\"light dark\">\n")
                // Nothing else runs or is loaded, even if a message contained markup that is not escaped.
                .raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; base-uri 'none'; ")
                .raw("form-action 'none'; style-src '" + hash(style) + "'; script-src '" + hash(script) + "'\">\n")
                .raw("<title>Conformance: ")
                .text(verdict.text())
                .raw("</title>\n<style>" + style + "</style>\n</head>\n<body>\n")
                .raw("<a class=\"skip\" href=\"#clauses\">Skip to the clauses</a>\n");
        header(verdict);
        html.raw("<main>\n");
        new HtmlSummary(reports, contracts, html).append();
        new HtmlClauses(reports, contracts, faults, html).append();
        HtmlFaults.append(faults, contracts, html);
        html.raw("</main>\n");
        legend();
        return html.raw("<script>" + script + "</script>\n</body>\n</html>\n").toString();
    }

    private void header(Verdict verdict) {
        html.raw("<header>\n<p class=\"eyebrow\">Conformance report</p>\n<h1 class=\"v-" + verdict.id() + "\">")
                .text(capitalized(verdict.text()))
                .raw("</h1>\n<p>")
                .text(count(reports.size(), "implementation"))
                .raw(", ")
                .text(count(contracts.size(), "contract"))
                .raw(", ")
                .text(count(
                        contracts.stream().mapToLong(each -> each.rows().size()).sum(), "clause"))
                .raw(". Results: ");
        String separator = "";
        for (Outcome outcome : Outcome.values()) {
            long number =
                    reports.stream().mapToLong(report -> report.count(outcome)).sum();
            if (number > 0) {
                html.raw(separator)
                        .text(grouped(number) + " " + outcome.text() + (outcome == Outcome.PASSED ? without() : ""));
                separator = ", ";
            }
        }
        html.raw(".</p>\n<nav aria-label=\"Sections\"><a href=\"#implementations\">Implementations</a> ")
                .raw("<a href=\"#findings\">Findings</a> <a href=\"#contracts\">Contracts</a> ")
                .raw("<a href=\"#clauses\">Clauses</a>")
                .raw(faults.rows().isEmpty() ? "" : " <a href=\"#faults\">Planted faults</a>")
                .raw(" <a href=\"#legend\">Legend</a></nav>\n</header>\n");
    }

    private String without() {
        long number = reports.stream()
                .mapToLong(AdapterReport::countWithoutCapability)
                .sum();
        return number == 0 ? "" : " (" + grouped(number) + " without a capability)";
    }

    private void legend() {
        html.raw("<footer id=\"legend\">\n<h2>Legend</h2>\n<dl>\n");
        define("passed", "the implementation keeps the promise");
        define(
                "passed without …",
                "the implementation does not have the capability or value; it keeps what must hold without it");
        define("failed", "it does not keep the promise");
        define("deviating", "it does not keep the promise, and its baseline lists this with a reason");
        define("stale", "it keeps the promise, but its baseline lists it as deviating; remove the entry");
        define("not run", "the clause was not run, so nothing is known about it");
        define("conformant", "all clauses of its contracts were run and passed; unsupported capabilities are named");
        define("deviating (verdict)", "all clauses were run; those that failed are in its baseline");
        define("incomplete", "no clause failed, but some were not run, or a capability is undeclared");
        define("not conformant", "a clause failed, an entry of its baseline is stale, or a test failed otherwise");
        html.raw("</dl>\n</footer>\n");
    }

    private void define(String term, String meaning) {
        html.raw("<div><dt>").text(term).raw("</dt><dd>").text(meaning).raw("</dd></div>\n");
    }

    static String count(long number, String noun) {
        return grouped(number) + " " + noun + (number == 1 ? "" : "s");
    }

    static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    static String capitalized(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    /** Returns escaped text in which a long name may break before each capital letter and after each full stop. */
    static String breakable(String name) {
        return Markup.escape(name).replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[./])(?=\\w)", "<wbr>");
    }

    /** Returns the id of the element about a contract. */
    static String anchor(String contract) {
        return "contract-" + contract;
    }

    /** Returns a symbol, so that outcomes do not differ by color only. */
    static String symbol(Outcome outcome) {
        return switch (outcome) {
            case PASSED -> "✓";
            case FAILED -> "✗";
            case DEVIATING -> "△";
            case STALE -> "⟲";
            case NOT_RUN -> "○";
        };
    }

    private static String resource(String name) {
        try (InputStream resource = HtmlPage.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(resource, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String hash(String content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
