package dev.roster.adapters.http.routes;

import static java.util.Objects.requireNonNull;

import dev.roster.adapters.http.request.BearerTokens;
import dev.roster.adapters.http.request.ClientAddresses;
import dev.roster.adapters.http.request.Json;
import dev.roster.adapters.http.request.JsonFields;
import dev.roster.adapters.http.request.RequestBody;
import dev.roster.application.access.Caller;
import dev.roster.application.account.AccountService;
import dev.roster.application.account.AuthService;
import dev.roster.domain.Violations;
import dev.roster.domain.user.Password;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/** Routes for email verification, password reset, password change and logout. */
public final class AccountRoutes {

    private final AccountService accounts;
    private final AuthService auth;
    private final BearerTokens tokens;
    private final ClientAddresses clients;

    public AccountRoutes(AccountService accounts, AuthService auth, BearerTokens tokens, ClientAddresses clients) {
        this.accounts = accounts;
        this.auth = auth;
        this.tokens = tokens;
        this.clients = clients;
    }

    public void register(RoutesConfig routes) {
        routes.post("/auth/verify", this::verify);
        routes.post("/auth/verify/resend", this::resend);
        routes.post("/auth/password-reset", this::requestReset);
        routes.post("/auth/password-reset/confirm", this::reset);
        routes.post("/auth/password", this::changePassword);
        routes.post("/auth/logout", this::logOut);
    }

    private void verify(Context ctx) {
        String token = RequestBody.json(ctx).text("token");
        Json.respond(ctx, 200, UserJson.of(accounts.verifyEmail(token, clients.of(ctx))));
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

    private void logOut(Context ctx) {
        auth.logOut(tokens.caller(ctx));
        Json.respondEmpty(ctx, 204);
    }
}
