package dev.roster.adapters.http.pages;

import dev.roster.application.port.security.HashFunction;
import dev.roster.domain.user.User;
import io.javalin.config.JavalinConfig;
import io.javalin.config.Key;
import io.javalin.http.Context;
import io.javalin.http.Header;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Writes the HTML of the pages for people and of their errors. The pages work without scripts and load nothing but the
 * icon. All links are relative, so that they also work below a proxy's path prefix.
 */
public final class Html {

    static final String MEDIA_TYPE = "text/html;charset=utf-8";

    private static final Key<Html> KEY = new Key<>("roster.html");
    private static final String FAULT_ID = "fault";

    private final PageTemplates texts;
    private final Optional<URI> appUrl;

    public Html(PageSettings settings) {
        this.texts = settings.templates();
        this.appUrl = settings.appUrl();
    }

    /** Makes this object available to the error handlers of a server. */
    public void install(JavalinConfig config) {
        config.appData(KEY, this);
    }

    /** Returns the object of the server that handles a request. */
    public static Html of(Context ctx) {
        return ctx.appData(KEY);
    }

    static String resource(String name) {
        return new String(StaticResource.readClassPath("html/" + name), StandardCharsets.UTF_8);
    }

    /**
     * Sends a page. The headers keep the token in the URL out of caches and {@code Referer} headers, forbid framing, and
     * allow one style, one script and the icon. Forms may be sent to the same origin only.
     */
    public void respond(Context ctx, int status, String page) {
        ctx.header(
                Header.CONTENT_SECURITY_POLICY,
                "default-src 'none'; style-src " + hash(texts.style()) + "; script-src " + hash(Script.SHOW_PASSWORD)
                        + "; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
        ctx.header(Header.REFERRER_POLICY, "no-referrer");
        ctx.header(Header.X_CONTENT_TYPE_OPTIONS, "nosniff");
        ctx.header(Header.CACHE_CONTROL, "no-store");
        ctx.status(status).contentType(MEDIA_TYPE).result(page.getBytes(StandardCharsets.UTF_8));
    }

    private static String hash(String source) {
        byte[] digest = HashFunction.SHA_256.digest(source.getBytes(StandardCharsets.UTF_8));
        return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    }

    /** Sends the page for a path without a route. It quotes nothing of the request. */
    public void respondNotFound(Context ctx) {
        long parents = ctx.req().getRequestURI().chars().filter(c -> c == '/').count() - 1;
        String root = parents <= 0 ? "./" : "../".repeat((int) parents);
        respond(ctx, 404, page(root, text("not-found.title"), """
                <p>%s</p>
                <p><a href="%s">%s</a></p>
                """.formatted(
                        text("not-found.text"), root, text("not-found.back"))));
    }

    /** Renders the page that leads to the API documents. */
    String start() {
        return page("./", text("landing.title"), """
                <p>%s</p>
                <ul>
                <li><a href="docs">%s</a></li>
                <li><a href="openapi.json">%s</a></li>
                <li><a href="health/ready">%s</a></li>
                </ul>
                """.formatted(
                        text("landing.text"), text("landing.docs"), text("landing.document"), text("landing.health")));
    }

    /** Renders the form that names the account. The buttons have values, so that the server can distinguish them. */
    String verifyForm(String token, User user) {
        String fields = """
                <p>%s</p>
                <dl>
                <dt>%s</dt><dd><bdi>%s</bdi></dd>
                <dt>%s</dt><dd><bdi>%s</bdi></dd>
                </dl>
                <p>%s</p>
                <div class="buttons">
                <button class="primary" name="answer" value="confirm">%s</button>
                <button name="answer" value="not-me">%s</button>
                </div>
                """.formatted(
                        text("verify.text"),
                        text("account.name"),
                        escape(user.name()),
                        text("account.email"),
                        escape(user.email().value()),
                        text("verify.warning"),
                        text("verify.confirm"),
                        text("verify.disown"));
        return page("./", text("verify.title"), form(AccountPage.VERIFY, hidden(token) + fields));
    }

    /**
     * Renders the form for a new password.
     *
     * @param owner the account of a valid token; password managers store the password under its email address
     * @param fault what is wrong with the password that was rejected before; empty at first
     */
    String resetForm(String token, Optional<User> owner, String fault) {
        String account = owner.map(user ->
                        """
                        <p><label for="account">%s</label>
                        <input id="account" type="text" value="%s" autocomplete="username" readonly></p>
                        """.formatted(text("account.email"), escape(user.email().value())))
                .orElse("");
        String fields = """
                <div>
                <label for="password">%s</label>
                <div class="password">
                <input id="password" type="password" name="password" autocomplete="new-password" required%s autofocus>
                <button id="show-password" type="button" aria-controls="password" data-show="%s" data-hide="%s" hidden>%s</button>
                </div>
                <p class="hint" id="rule">%s</p>
                </div>
                %s<p><button class="primary">%s</button></p>
                """.formatted(
                        text("reset.password"),
                        describedBy("rule", fault),
                        text("reset.show"),
                        text("reset.hide"),
                        text("reset.show"),
                        text("reset.rule"),
                        alert(fault.isEmpty() ? "" : text("reset.fault").replace("{fault}", escape(fault))),
                        text("reset.submit"));
        String script = "<script>" + Script.SHOW_PASSWORD + "</script>\n";
        return page("./", text("reset.title"), form(AccountPage.RESET, hidden(token) + account + fields) + script);
    }

    /** Renders the page of a link that does not work, with a form that requests another one. */
    String brokenLink(AccountPage page, String title, String message, boolean emailRejected) {
        String fault = emailRejected ? text("another.fault") : "";
        String fields = """
                <p><label for="email">%s</label>
                <input id="email" type="text" name="email" inputmode="email" autocomplete="email" autocapitalize="none"
                spellcheck="false" required%s></p>
                %s<p><button class="primary">%s</button></p>
                """.formatted(
                        text("account.email"),
                        describedBy("", fault) + (emailRejected ? " autofocus" : ""),
                        alert(fault),
                        text("another.submit"));
        return page("./", text(title), "<p>" + text(message) + "</p>\n" + form(page, fields));
    }

    /** Renders the page of a finished task, with a link to the application. */
    String done(String title, String message) {
        String link = appUrl.map(url -> "<p><a class=\"button primary\" href=\"" + escape(url.toASCIIString()) + "\">"
                        + text("continue") + "</a></p>\n")
                .orElse("");
        return page("./", text(title), "<p>" + text(message) + "</p>\n" + link);
    }

    /** Renders the page of an error. */
    String error(int status, String title, String detail) {
        return status == 429
                ? page("./", text("too-many.title"), "<p>" + text("too-many.text") + "</p>\n")
                : page("./", escape(title), "<p>" + escape(detail) + "</p>\n");
    }

    private static String describedBy(String hint, String fault) {
        String ids = (hint + " " + (fault.isEmpty() ? "" : FAULT_ID)).strip();
        return (ids.isEmpty() ? "" : " aria-describedby=\"" + ids + "\"")
                + (fault.isEmpty() ? "" : " aria-invalid=\"true\"");
    }

    private static String alert(String fault) {
        return fault.isEmpty() ? "" : "<p class=\"fault\" id=\"" + FAULT_ID + "\" role=\"alert\">" + fault + "</p>\n";
    }

    private static String hidden(String token) {
        return "<input type=\"hidden\" name=\"token\" value=\"" + escape(token) + "\">\n";
    }

    private static String form(AccountPage page, String fields) {
        return "<form method=\"post\" action=\"" + page.action() + "\">\n" + fields + "</form>\n";
    }

    private String page(String root, String title, String body) {
        return """
                <!DOCTYPE html>
                <html lang="%s">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%s - %s</title>
                <link rel="icon" href="%sfavicon.ico">
                <style>%s</style>
                </head>
                <body>
                <header><img src="%sfavicon.ico" alt="">%s</header>
                <main>
                <h1>%s</h1>
                %s</main>
                </body>
                </html>
                """.formatted(
                text("language"), title, text("product"), root, texts.style(), root, text("product"), title, body);
    }

    private String text(String key) {
        return escape(texts.text(key));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** Loaded with the first page. */
    private static final class Script {
        static final String SHOW_PASSWORD = resource("show-password.js");
    }
}
