package dev.roster.adapters.http.pages;

import dev.roster.adapters.http.request.ContentNegotiation;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;

/**
 * The page at {@code /}, which leads people to the API documents, and the icon. For programs, nothing is at {@code /}:
 * the page is a filter, so that no method of the path has a route.
 */
public final class StartPage {

    private static final String PAGE = "/";

    /** Browsers request this path for every response, even for JSON. */
    private static final String ICON = "/favicon.ico";

    private static final StaticResource ICON_FILE = StaticResource.fromClassPath("image/x-icon", "html/favicon.ico");

    private final Html html;

    public StartPage(Html html) {
        this.html = html;
    }

    /** Returns whether the path is the icon, which has one representation only. */
    public static boolean isIcon(String path) {
        return path.equals(ICON);
    }

    public void register(RoutesConfig routes) {
        routes.before(PAGE, this::show);
        Handler icon = ctx -> ICON_FILE.respond(ctx, "public, max-age=86400");
        routes.get(ICON, icon).head(ICON, icon);
    }

    private void show(Context ctx) {
        String method = ctx.req().getMethod();
        if ((method.equals("GET") || method.equals("HEAD")) && ContentNegotiation.prefersHtml(ctx)) {
            html.respond(ctx, 200, html.start());
            ctx.skipRemainingHandlers();
        }
    }
}
