package dev.roster.adapters.http.routes;

import dev.roster.application.port.security.AccessToken;
import io.javalin.http.Context;
import io.javalin.http.Header;
import java.util.Optional;

/**
 * Cookie with the login hint of a client. Without {@code Path}, browsers send it to the paths beside those that set it,
 * also behind a proxy that adds a prefix. With https, browsers send it by https only. It is no credential: without the
 * password it gives access to nothing.
 */
final class LoginHints {

    static final String COOKIE = "roster_login_hint";

    private static final String FORWARDED_PROTO = "X-Forwarded-Proto";

    private LoginHints() {}

    static void set(Context ctx, AccessToken hint) {
        ctx.res()
                .addHeader(
                        Header.SET_COOKIE,
                        COOKIE + "=" + hint.value() + "; Max-Age="
                                + hint.expiresIn().toSeconds() + "; HttpOnly; SameSite=Lax"
                                + (isSecure(ctx) ? "; Secure" : ""));
    }

    /** Returns the hint that a request has. */
    static Optional<String> of(Context ctx) {
        return Optional.ofNullable(ctx.cookie(COOKIE));
    }

    /** Any client can send the header, but the response only affects that client. */
    private static boolean isSecure(Context ctx) {
        return ctx.req().isSecure() || "https".equalsIgnoreCase(ctx.header(FORWARDED_PROTO));
    }
}
