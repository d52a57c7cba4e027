package dev.roster.testkit.conformance.report;

import java.util.List;
import java.util.Locale;

/** Badge for a README: an SVG image with the verdict on all implementations. */
public final class Badge {

    private static final String LABEL = "conformance";
    private static final double CHARACTER_WIDTH = 6.6;
    private static final int PADDING = 12;

    private Badge() {}

    /** Returns the image. */
    public static String write(List<AdapterReport> reports) {
        Verdict verdict = verdict(reports);
        String state = verdict.text() + count(reports);
        int left = width(LABEL);
        int right = width(state);
        int all = left + right;
        return String.format(
                Locale.ROOT,
                """
                <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="20" role="img" aria-label="%2$s: %3$s">
                <title>%2$s: %3$s</title>
                <clipPath id="r"><rect width="%1$d" height="20" rx="3"/></clipPath>
                <g clip-path="url(#r)"><rect width="%4$d" height="20" fill="#3d444d"/>\
                <rect x="%4$d" width="%5$d" height="20" fill="%6$s"/></g>
                <g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="11">
                <text x="%7$d" y="14" textLength="%8$d">%2$s</text>
                <text x="%9$d" y="14" textLength="%10$d">%3$s</text>
                </g>
                </svg>
                """,
                all,
                LABEL,
                Markup.escape(state),
                left,
                right,
                color(verdict),
                left / 2,
                left - PADDING,
                left + right / 2,
                right - PADDING);
    }

    /** Returns the worst verdict; incomplete if there is no report. */
    static Verdict verdict(List<AdapterReport> reports) {
        return reports.stream()
                .map(AdapterReport::verdict)
                .reduce((one, other) -> one.compareTo(other) >= 0 ? one : other)
                .orElse(Verdict.INCOMPLETE);
    }

    private static String count(List<AdapterReport> reports) {
        long clauses =
                reports.stream().mapToLong(report -> report.clauses().size()).sum();
        long passed = reports.stream()
                .mapToLong(report -> report.count(Outcome.PASSED))
                .sum();
        return " " + passed + "/" + clauses;
    }

    private static int width(String text) {
        return (int) Math.round(text.length() * CHARACTER_WIDTH) + PADDING;
    }

    /** White text on each of these colors has a contrast of at least 4.5. */
    private static String color(Verdict verdict) {
        return switch (verdict) {
            case CONFORMANT, CONFORMANT_WITHOUT_CAPABILITIES -> "#1a7f37";
            case DEVIATING -> "#8a5a00";
            case INCOMPLETE -> "#59636e";
            case NOT_CONFORMANT -> "#b42318";
        };
    }
}
