package dev.roster.adapters.http.request;

import dev.roster.application.access.Caller;
import dev.roster.application.access.Viewer;
import dev.roster.application.account.AuthService;
import dev.roster.application.port.security.InvalidAccessTokenException;
import io.javalin.http.Context;
import io.javalin.http.Header;
import java.util.Enumeration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Authenticates requests by the bearer token in the header {@code Authorization} (RFC 6750, section 2.1). */
public final class BearerTokens {

    private static final String SCHEME = "Bearer";

    private final AuthService auth;
    private final ClientAddresses clients;

    public BearerTokens(AuthService auth, ClientAddresses clients) {
        this.auth = auth;
        this.clients = clients;
    }

    /**
     * Returns the authenticated caller, on routes that require one.
     *
     * @throws UnauthenticatedException if no token was sent
     * @throws InvalidAccessTokenException if the token is not valid
     */
    public Caller caller(Context ctx) {
        return authenticate(ctx, extractToken(ctx).orElseThrow(UnauthenticatedException::new));
    }

    /**
     * Returns the authenticated caller, or an anonymous viewer if no token was sent. An invalid token is rejected;
     * otherwise a client with an expired token would get less data without an error.
     *
     * @throws InvalidAccessTokenException if a token was sent that is not valid
     */
    public Viewer viewer(Context ctx) {
        Optional<String> token = extractToken(ctx);
        return token.isPresent() ? authenticate(ctx, token.get()) : Viewer.anonymous();
    }

    private Caller authenticate(Context ctx, String token) {
        return auth.authenticate(token).withClientAddress(clients.of(ctx));
    }

    /** Returns the bearer token. Credentials of other schemes are ignored. */
    private static Optional<String> extractToken(Context ctx) {
        // A cache must not serve the response for one caller, not even a 404, to another caller.
        ctx.res().addHeader(Header.VARY, Header.AUTHORIZATION);
        @Nullable String token = null;
        Enumeration<String> lines = ctx.req().getHeaders(Header.AUTHORIZATION);
        while (lines.hasMoreElements()) {
            String line = lines.nextElement().strip();
            if (isBearer(line)) {
                if (token != null) {
                    throw new InvalidAccessTokenException("more than one access token was sent");
                }
                token = line.substring(SCHEME.length()).strip();
            }
        }
        // Caches may store the response, but must revalidate it. Entity tags make that cheap.
        if (ctx.res().getHeader(Header.CACHE_CONTROL) == null) {
            ctx.header(Header.CACHE_CONTROL, token == null ? "no-cache" : "private, no-cache");
        }
        return Optional.ofNullable(token);
    }

    private static boolean isBearer(String header) {
        return header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && (header.length() == SCHEME.length() || header.charAt(SCHEME.length()) == ' ');
    }
}
