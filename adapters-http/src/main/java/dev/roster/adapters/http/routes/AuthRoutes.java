package dev.roster.adapters.http.routes;

import static java.util.Objects.requireNonNull;

import dev.roster.adapters.http.request.BearerTokens;
import dev.roster.adapters.http.request.ClientAddresses;
import dev.roster.adapters.http.request.FormFields;
import dev.roster.adapters.http.request.Json;
import dev.roster.adapters.http.request.JsonFields;
import dev.roster.adapters.http.request.Locations;
import dev.roster.adapters.http.request.RequestBody;
import dev.roster.application.access.Caller;
import dev.roster.application.account.AccountService;
import dev.roster.application.account.AuthService;
import dev.roster.application.account.Registration;
import dev.roster.application.account.Session;
import dev.roster.application.account.UserService;
import dev.roster.domain.Violations;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.Password;
import dev.roster.domain.user.User;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.Header;
import java.util.function.Supplier;

/** Routes for registration, login and logout, for email verification, and for password resets and changes. */
public final class AuthRoutes {

    private final UserService users;
    private final AuthService auth;
    private final AccountService accounts;
    private final BearerTokens tokens;
    private final ClientAddresses clients;
    private final Locations locations;

    public AuthRoutes(
            UserService users,
            AuthService auth,
            AccountService accounts,
            BearerTokens tokens,
            ClientAddresses clients,
            Locations locations) {
        this.users = users;
        this.auth = auth;
        this.accounts = accounts;
        this.tokens = tokens;
        this.clients = clients;
        this.locations = locations;
    }

    public void register(RoutesConfig routes) {
        routes.post("/auth/register", uncached(this::registerUser));
        routes.post("/auth/login", uncached(this::logIn));
        routes.post("/auth/logout", uncached(this::logOut));
        routes.post("/auth/verify", uncached(this::verify));
        routes.post("/auth/verify/resend", uncached(this::resend));
        routes.post("/auth/verify/disown", uncached(this::disown));
        routes.post("/auth/password-reset", uncached(this::requestReset));
        routes.post("/auth/password-reset/confirm", uncached(this::reset));
        routes.post("/auth/password", uncached(this::changePassword));
    }

    /** Responses with tokens (RFC 6749, section 5.1) or about passwords must not be cached. */
    private static Handler uncached(Handler handler) {
        return ctx -> {
            ctx.header(Header.CACHE_CONTROL, "no-store");
            handler.handle(ctx);
        };
    }

    private void registerUser(Context ctx) {
        JsonFields fields = RequestBody.json(ctx);
        Violations faults = new Violations();
        EmailAddress email = faults.collect(() -> new EmailAddress(fields.text("email")));
        Password password = faults.collect(() -> new Password(fields.text("password")));
        String name = faults.collect(() -> User.NAME_RULE.require(fields.text("name")));
        faults.throwIfAny();
        Registration registration = users.registerUser(
                requireNonNull(email), requireNonNull(password), requireNonNull(name), clients.of(ctx));
        UserJson user = UserJson.of(registration.user());
        locations.set(ctx, UserRoutes.path(registration.user()));
        LoginHints.set(ctx, auth.issueLoginHint(registration));
        Json.respond(ctx, 201, SessionJson.of(user, user, auth.openSession(registration)));
    }

    /** Accepts JSON and the form of OAuth 2 password clients (RFC 6749, section 4.3.2). */
    private void logIn(Context ctx) {
        RequestBody body = RequestBody.of(ctx, Json.MEDIA_TYPE, RequestBody.FORM);
        Session session;
        if (body.mediaType().equals(RequestBody.FORM)) {
            FormFields form = FormFields.parse(body.bytes());
            session = logIn(ctx, () -> form.text("username"), () -> form.text("password"));
        } else {
            JsonFields fields = JsonFields.parse(body.bytes());
            session = logIn(ctx, () -> fields.text("email"), () -> fields.text("password"));
        }
        LoginHints.set(ctx, session.loginHint());
        Json.respond(ctx, 200, SessionJson.of(null, UserJson.of(session.user()), session.token()));
    }

    private Session logIn(Context ctx, Supplier<String> sentEmail, Supplier<String> sentPassword) {
        Violations faults = new Violations();
        String email = faults.collect(sentEmail);
        String password = faults.collect(sentPassword);
        faults.throwIfAny();
        return auth.logIn(requireNonNull(email), requireNonNull(password), clients.of(ctx), LoginHints.of(ctx));
    }

    private void logOut(Context ctx) {
        auth.logOut(tokens.caller(ctx));
        Json.respondEmpty(ctx, 204);
    }

    private void verify(Context ctx) {
        String token = RequestBody.json(ctx).text("token");
        Json.respond(ctx, 200, UserJson.of(accounts.verifyEmail(token, clients.of(ctx))));
    }

    /** Deletes the unverified account: the holder of the mailbox did not create it. */
    private void disown(Context ctx) {
        accounts.disown(RequestBody.json(ctx).text("token"), clients.of(ctx));
        Json.respondEmpty(ctx, 204);
    }

    private void resend(Context ctx) {
        Caller caller = tokens.caller(ctx);
        accounts.requestVerification(caller);
        Json.respondEmpty(ctx, 202);
    }

    /** Accepts any text, so that the response does not reveal whether the account exists. */
    private void requestReset(Context ctx) {
        String email = RequestBody.json(ctx).text("email");
        accounts.requestPasswordReset(email, clients.of(ctx));
        Json.respondEmpty(ctx, 202);
    }

    private void reset(Context ctx) {
        JsonFields fields = RequestBody.json(ctx);
        Violations faults = new Violations();
        String token = faults.collect(() -> fields.text("token"));
        Password password = faults.collect(() -> new Password(fields.text("password")));
        faults.throwIfAny();
        accounts.resetPassword(requireNonNull(token), requireNonNull(password), clients.of(ctx));
        Json.respondEmpty(ctx, 204);
    }

    private void changePassword(Context ctx) {
        Caller caller = tokens.caller(ctx);
        JsonFields fields = RequestBody.json(ctx);
        Violations faults = new Violations();
        String current = faults.collect(() -> fields.text("current"));
        Password password = faults.collect(() -> new Password(fields.text("password")));
        faults.throwIfAny();
        accounts.changePassword(caller, requireNonNull(current), requireNonNull(password));
        Json.respondEmpty(ctx, 204);
    }
}
