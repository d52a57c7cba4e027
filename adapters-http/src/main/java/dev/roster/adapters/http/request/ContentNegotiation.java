package dev.roster.adapters.http.request;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Header;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.eclipse.jetty.http.QuotedQualityCSV;
import org.eclipse.jetty.http.QuotedQualityCSV.QualityValue;

/**
 * Refuses what could only be answered in a form that the client does not take (RFC 9110, section 12.5.1), before anything is
 * done. Errors are in their one form whatever a client takes. Health is told to everybody.
 */
public final class ContentNegotiation {

    private static final String HTML = "text/html";

    private ContentNegotiation() {}

    /**
     * Checks each request that matches a route.
     *
     * @param isPage whether a path answers with HTML; all others answer with JSON
     * @param isAsset whether a path answers whatever the header says
     */
    public static void register(RoutesConfig routes, Predicate<String> isPage, Predicate<String> isAsset) {
        routes.beforeMatched(ctx -> check(ctx, isPage, isAsset));
    }

    private static void check(Context ctx, Predicate<String> isPage, Predicate<String> isAsset) {
        List<String> sent = Collections.list(ctx.req().getHeaders(Header.ACCEPT));
        if (sent.isEmpty() || ctx.path().startsWith("/health/") || isAsset.test(ctx.path())) {
            return;
        }
        String type = isPage.test(ctx.path()) ? HTML : Json.MEDIA_TYPE;
        if (!accepts(sent, type)) {
            throw new HttpErrorException(406, "This is " + type + ", which the header Accept does not admit.");
        }
    }

    /**
     * Whether the type is among those that are taken. A list that is empty or malformed asks for nothing.
     *
     * @param accept the lines of the header
     * @param type without parameters, in lower case
     */
    static boolean accepts(List<String> accept, String type) {
        QuotedQualityCSV ranges = new QuotedQualityCSV();
        try {
            accept.forEach(ranges::addValue);
        } catch (IllegalArgumentException malformed) {
            return true;
        }
        List<QualityValue> entries = ranges.getQualityValues();
        if (entries.isEmpty()) {
            return true;
        }
        String family = type.substring(0, type.indexOf('/')) + "/*";
        // The range that is most specific decides, wherever it stands.
        for (String range : List.of(type, family, "*/*")) {
            List<QualityValue> ofRange = entries.stream()
                    .filter(entry -> withoutParameters(entry.getValue()).equals(range))
                    .toList();
            if (!ofRange.isEmpty()) {
                return ofRange.stream().anyMatch(QualityValue::isAcceptable);
            }
        }
        return false;
    }

    private static String withoutParameters(String range) {
        int semicolon = range.indexOf(';');
        return (semicolon < 0 ? range : range.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
    }
}
