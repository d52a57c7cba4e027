package dev.roster.adapters.http.pages;

import dev.roster.application.port.security.HashFunction;
import dev.roster.domain.user.User;
import io.javalin.http.Context;
import io.javalin.http.Header;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Writes the HTML of the account pages and of their errors: self-contained, without scripts. */
public final class Html {

    static final String MEDIA_TYPE = "text/html;charset=utf-8";

    private static final String STYLE =
            "body{font:1.1em/1.5 system-ui,sans-serif;max-width:30em;margin:4em auto;padding:0 1em}"
                    + "input,button{font:inherit;padding:.4em .8em}input{width:100%;box-sizing:border-box}"
                    + ".fault{color:#b00020}";

    /** Forbids loading anything and framing the page. Forms may be sent to the same origin only. */
    private static final String POLICY = "default-src 'none'; style-src 'sha256-"
            + Base64.getEncoder().encodeToString(HashFunction.SHA_256.digest(STYLE.getBytes(StandardCharsets.UTF_8)))
            + "'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private Html() {}

    /** Sets the headers of every page. They keep the token in the URL out of caches and {@code Referer} headers. */
    static void setSecurityHeaders(Context ctx) {
        ctx.header(Header.CONTENT_SECURITY_POLICY, POLICY);
        ctx.header(Header.REFERRER_POLICY, "no-referrer");
        ctx.header(Header.X_CONTENT_TYPE_OPTIONS, "nosniff");
        ctx.header(Header.CACHE_CONTROL, "no-store");
    }

    public static void respond(Context ctx, int status, String page) {
        ctx.status(status).contentType(MEDIA_TYPE).result(page.getBytes(StandardCharsets.UTF_8));
    }

    /** Renders the form that names the account. The buttons have values, so that the server can distinguish them. */
    static String verifyForm(String token, User user) {
        String account = """
                <p>This email address was entered for the following account.</p>
                <dl>
                <dt>Name</dt><dd><bdi>%s</bdi></dd>
                <dt>Email address</dt><dd><bdi>%s</bdi></dd>
                </dl>
                <p>Confirm only if the account is yours. If it is not, choose "This was not me": then the account is
                deleted with everything in it.</p>
                """.formatted(escape(user.name()), escape(user.email().value()));
        return form("Is this your account?", "verify-email", token, account, """
                <button name="answer" value="confirm">Confirm</button>
                <button name="answer" value="not-me">This was not me</button>""");
    }

    /** Renders the form for a new password. The fault is empty unless a password was rejected before. */
    static String resetForm(String token, String fault) {
        String told = fault.isEmpty() ? "" : "<p class=\"fault\" role=\"alert\">" + escape(fault) + "</p>\n";
        String password = told + """
                <p><label>New password, at least 8 characters
                <input type="password" name="password" autocomplete="new-password" required autofocus></label></p>
                """;
        return form("Set a new password", "reset-password", token, password, "<button>Set password</button>");
    }

    /** Renders a page with a message. */
    public static String message(String title, String text) {
        return page(title, "<p>" + escape(text) + "</p>\n");
    }

    /** Renders a page with a form. The action is relative, so that it also works below a proxy's path prefix. */
    private static String form(String title, String action, String token, String fields, String buttons) {
        return page(title, """
                <form method="post" action="%s">
                <input type="hidden" name="token" value="%s">
                %s<p>%s</p>
                </form>
                """.formatted(action, escape(token), fields, buttons));
    }

    private static String page(String title, String body) {
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%s</title>
                <style>%s</style>
                </head>
                <body>
                <h1>%s</h1>
                %s</body>
                </html>
                """.formatted(escape(title), STYLE, escape(title), body);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
