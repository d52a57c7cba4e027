package dev.roster.adapters.http.request;

import io.javalin.http.Context;
import io.javalin.http.Header;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import org.eclipse.jetty.http.QuotedQualityCSV;
import org.eclipse.jetty.http.QuotedQualityCSV.QualityValue;

/**
 * Rejects requests whose {@code Accept} header excludes the representation that the route produces (406; RFC 9110,
 * section 12.5.1), before the route runs. Health checks are exempt, and errors ignore the header.
 */
public final class ContentNegotiation {

    private static final String HTML = "text/html";

    private ContentNegotiation() {}

    /**
     * Checks a request.
     *
     * @param isPage whether a path produces HTML; all others produce JSON
     * @param isAsset whether a path is exempt from the check
     * @throws HttpErrorException if the header excludes what the route produces
     */
    public static void check(Context ctx, Predicate<String> isPage, Predicate<String> isAsset) {
        List<String> sent = Collections.list(ctx.req().getHeaders(Header.ACCEPT));
        if (sent.isEmpty() || ctx.path().startsWith("/health/") || isAsset.test(ctx.path())) {
            return;
        }
        String type = isPage.test(ctx.path()) ? HTML : Json.MEDIA_TYPE;
        if (!accepts(sent, type)) {
            throw new HttpErrorException(406, "The response would be " + type + ", which the Accept header excludes.");
        }
    }

    /**
     * Returns whether the client wants HTML rather than JSON, as browsers do. Without a well-formed header it does not.
     */
    public static boolean prefersHtml(Context ctx) {
        return prefersHtml(Collections.list(ctx.req().getHeaders(Header.ACCEPT)));
    }

    static boolean prefersHtml(List<String> accept) {
        OptionalDouble html = quality(accept, HTML);
        return html.isPresent()
                && html.getAsDouble() > quality(accept, Json.MEDIA_TYPE).orElse(1);
    }

    /** Returns whether the lines of the header accept the type. An empty or malformed header accepts every type. */
    static boolean accepts(List<String> accept, String type) {
        return quality(accept, type).orElse(1) > 0;
    }

    /** Returns the quality of a type, 0 to 1; empty if the header is empty or malformed. */
    private static OptionalDouble quality(List<String> accept, String type) {
        QuotedQualityCSV ranges = new QuotedQualityCSV();
        try {
            accept.forEach(ranges::addValue);
        } catch (IllegalArgumentException malformed) {
            return OptionalDouble.empty();
        }
        List<QualityValue> entries = ranges.getQualityValues();
        if (entries.isEmpty()) {
            return OptionalDouble.empty();
        }
        String family = type.substring(0, type.indexOf('/')) + "/*";
        // The most specific range decides, independent of its position.
        for (String range : List.of(type, family, "*/*")) {
            OptionalDouble ofRange = entries.stream()
                    .filter(entry -> withoutParameters(entry.getValue()).equals(range))
                    .mapToDouble(QualityValue::getWeight)
                    .max();
            if (ofRange.isPresent()) {
                return ofRange;
            }
        }
        return OptionalDouble.of(0);
    }

    private static String withoutParameters(String range) {
        int semicolon = range.indexOf(';');
        String type =
                (semicolon < 0 ? range : range.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
        // HttpURLConnection of Java sends "*".
        return type.equals("*") ? "*/*" : type;
    }
}
