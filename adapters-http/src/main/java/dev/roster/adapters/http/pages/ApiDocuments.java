package dev.roster.adapters.http.pages;

import dev.roster.adapters.http.request.HttpErrorException;
import dev.roster.adapters.http.request.Json;
import dev.roster.application.port.OptionalLibrary;
import dev.roster.application.port.security.HashFunction;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.Header;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Serves the OpenAPI document, which is written by hand ({@code openapi.json}; {@code OpenApiRoutesTest} compares it
 * with the routes), and a documentation page (Swagger UI) that can call the API. All files come from the class path;
 * the page loads nothing from other servers.
 */
public final class ApiDocuments {

    private static final String PAGE = "/docs";

    private static final String DOCUMENT = "/openapi.json";

    /** The version of the dependency org.webjars:swagger-ui. */
    private static final String SWAGGER_UI_VERSION = "5.34.1";

    private static final String SWAGGER_UI = "/META-INF/resources/webjars/swagger-ui/" + SWAGGER_UI_VERSION + "/";

    private static final OptionalLibrary LIBRARY = new OptionalLibrary(
            SWAGGER_UI.substring(1) + "swagger-ui.css",
            "org.webjars:swagger-ui:" + SWAGGER_UI_VERSION,
            "the documentation page; " + DOCUMENT + " is served without it");

    private static final String PAGE_CSS = "docs/page.css";
    private static final String START_JS = "docs/start.js";

    private static final String JAVASCRIPT = "text/javascript;charset=utf-8";
    private static final String CSS = "text/css;charset=utf-8";

    /**
     * Allows scripts from this server only. Swagger UI needs inline styles, and its style sheet contains inline images.
     */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
            + "img-src 'self' data:; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

    private static final StaticResource OPENAPI = StaticResource.fromClassPath(Json.MEDIA_TYPE, "openapi.json");
    private static final Map<String, StaticResource> ASSETS = Map.of(
            "swagger-ui.css", StaticResource.fromClassPath(CSS, SWAGGER_UI + "swagger-ui.css"),
            "page.css", StaticResource.fromClassPath(CSS, PAGE_CSS),
            "swagger-ui-bundle.js", StaticResource.fromClassPath(JAVASCRIPT, SWAGGER_UI + "swagger-ui-bundle.js"),
            "start.js", StaticResource.fromClassPath(JAVASCRIPT, START_JS),
            "favicon.png", StaticResource.fromClassPath("image/png", SWAGGER_UI + "favicon-32x32.png"));

    /** Changes whenever an asset changes, so that assets can be cached without expiry. */
    private static final String ASSETS_PATH = PAGE + "/" + version();

    private static final StaticResource DOCS = new StaticResource(Html.MEDIA_TYPE, ApiDocuments::page);

    private ApiDocuments() {}

    /** Returns whether the path is the documentation page. */
    public static boolean isPage(String path) {
        return path.equals(PAGE);
    }

    /** Returns whether the path is a file that the page loads. */
    public static boolean isAsset(String path) {
        return path.startsWith(PAGE + "/");
    }

    public static void register(RoutesConfig routes) {
        get(routes, DOCUMENT, ctx -> OPENAPI.respond(ctx, "no-cache"));
        get(routes, PAGE, ApiDocuments::showPage);
        // One route per asset, so that no path can reach another file.
        ASSETS.forEach((name, asset) -> get(
                routes, ASSETS_PATH + "/" + name, ctx -> asset.respond(ctx, "public, max-age=31536000, immutable")));
    }

    private static void get(RoutesConfig routes, String path, Handler handler) {
        routes.get(path, handler).head(path, handler);
    }

    private static void showPage(Context ctx) {
        if (ctx.path().endsWith("/")) {
            // The page refers to its files by relative paths, so that it also works below a proxy's path prefix.
            ctx.header(Header.LOCATION, ".." + PAGE).header(Header.CACHE_CONTROL, "no-cache");
            Json.respondEmpty(ctx, 308);
            return;
        }
        if (!LIBRARY.isPresent(ApiDocuments.class)) {
            throw new HttpErrorException(404, LIBRARY.missing());
        }
        ctx.header(Header.CONTENT_SECURITY_POLICY, POLICY);
        ctx.header(Header.REFERRER_POLICY, "no-referrer");
        DOCS.respond(ctx, "no-cache");
    }

    /** Hashes our own files and Swagger UI's version number: hashing its 1.8 MB would delay the start. */
    private static String version() {
        String assets = SWAGGER_UI_VERSION + text(PAGE_CSS) + text(START_JS);
        return HashFunction.SHA_256.hex(assets.getBytes(StandardCharsets.UTF_8)).substring(0, 16);
    }

    private static byte[] page() {
        return text("docs/page.html")
                .replace("{assets}", ASSETS_PATH.substring(1))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String text(String name) {
        return new String(StaticResource.readClassPath(name), StandardCharsets.UTF_8);
    }
}
