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

/** Who is calling, by the access token in the header {@code Authorization} (RFC 6750, section 2.1). */
public final class BearerTokens {

    private static final String SCHEME = "Bearer";

    private final AuthService auth;
    private final ClientAddresses clients;

    public BearerTokens(AuthService auth, ClientAddresses clients) {
        this.auth = auth;
        this.clients = clients;
    }

    /**
     * The caller of a request that needs one.
     *
     * @throws UnauthenticatedException if no token was sent
     * @throws InvalidAccessTokenException if the token proves nothing
     */
    public Caller caller(Context ctx) {
        return authenticate(ctx, extractToken(ctx).orElseThrow(UnauthenticatedException::new));
    }

    /**
     * The viewer of what anybody may see. A token that proves nothing is still refused, so that a client whose token
     * has expired is not shown less without being told why.
     *
     * @throws InvalidAccessTokenException if a token was sent that proves nothing
     */
    public Viewer viewer(Context ctx) {
        Optional<String> token = extractToken(ctx);
        return token.isPresent() ? authenticate(ctx, token.get()) : Viewer.anonymous();
    }

    private Caller authenticate(Context ctx, String token) {
        return auth.authenticate(token).clientAddress(clients.of(ctx));
    }

    /** Credentials of another scheme are none for us. */
    private static Optional<String> extractToken(Context ctx) {
        // No cache may show one caller what another was answered, a 404 included.
        ctx.res().addHeader(Header.VARY, Header.AUTHORIZATION);
        @Nullable String token = null;
        Enumeration<String> lines = ctx.req().getHeaders(Header.AUTHORIZATION);
        while (lines.hasMoreElements()) {
            String line = lines.nextElement().strip();
            if (isBearer(line)) {
                if (token != null) {
                    throw new InvalidAccessTokenException("more than one token was sent");
                }
                token = line.substring(SCHEME.length()).strip();
            }
        }
        // May be kept, but is asked for again each time, which an entity tag makes cheap.
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
