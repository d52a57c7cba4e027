package dev.roster.adapters.http.pages;

import dev.roster.adapters.http.request.ClientAddresses;
import dev.roster.adapters.http.request.FormFields;
import dev.roster.adapters.http.request.RequestBody;
import dev.roster.application.account.AccountService;
import dev.roster.application.account.InvalidOneTimeTokenException;
import dev.roster.domain.InvalidValueException;
import dev.roster.domain.Violation;
import dev.roster.domain.user.Password;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * HTML pages that emails link to. Opening a page does not consume the token, because mail scanners follow links too;
 * submitting its form does. Errors are HTML as well.
 */
public final class AccountPages {

    private static final String VERIFY = "/verify-email";
    private static final String RESET = "/reset-password";
    private static final Set<String> PATHS = Set.of(VERIFY, RESET);
    private static final String TOKEN = "token";

    private final AccountService accounts;
    private final ClientAddresses clients;

    public AccountPages(AccountService accounts, ClientAddresses clients) {
        this.accounts = accounts;
        this.clients = clients;
    }

    /** Returns whether the path is one of these pages. */
    public static boolean isPage(String path) {
        return PATHS.contains(path);
    }

    public void register(RoutesConfig routes) {
        PATHS.forEach(path -> routes.before(path, Html::setSecurityHeaders));
        Handler askVerify = ctx -> showForm(ctx, Html::verifyForm);
        Handler askReset = ctx -> showForm(ctx, token -> Html.resetForm(token, ""));
        routes.get(VERIFY, askVerify).head(VERIFY, askVerify);
        routes.get(RESET, askReset).head(RESET, askReset);
        routes.post(VERIFY, this::verify);
        routes.post(RESET, this::reset);
    }

    private static void showForm(Context ctx, Form form) {
        Optional<String> token =
                token(FormFields.parse(Optional.ofNullable(ctx.queryString()).orElse("")));
        if (token.isEmpty()) {
            Html.respond(ctx, 400, Html.message("Incomplete link", "Open the complete link in the email."));
        } else {
            Html.respond(ctx, 200, form.render(token.get()));
        }
    }

    private void verify(Context ctx) {
        FormFields form = FormFields.parse(RequestBody.of(ctx, RequestBody.FORM).bytes());
        try {
            accounts.verifyEmail(token(form).orElse(""), clients.of(ctx));
        } catch (InvalidOneTimeTokenException invalid) {
            respondInvalidLink(ctx, "If your email address is not verified yet, log in and request another email.");
            return;
        }
        Html.respond(ctx, 200, Html.message("Email address verified", "You can close this page now."));
    }

    private void reset(Context ctx) {
        FormFields form = FormFields.parse(RequestBody.of(ctx, RequestBody.FORM).bytes());
        String token = token(form).orElse("");
        try {
            accounts.resetPassword(token, new Password(form.text("password")), clients.of(ctx));
        } catch (InvalidValueException invalid) {
            String faults =
                    invalid.violations().stream().map(Violation::message).collect(Collectors.joining(", "));
            Html.respond(ctx, 422, Html.resetForm(token, "The password " + faults + "."));
            return;
        } catch (InvalidOneTimeTokenException invalid) {
            respondInvalidLink(ctx, "To set a new password, request another email.");
            return;
        }
        Html.respond(ctx, 200, Html.message("Password set", "Use the new password to log in on all your devices."));
    }

    private static void respondInvalidLink(Context ctx, String advice) {
        Html.respond(
                ctx, 400, Html.message("Invalid or expired link", "It was already used or has expired. " + advice));
    }

    /** Returns the token, or empty if it is absent, malformed or given more than once. */
    private static Optional<String> token(FormFields fields) {
        try {
            return fields.optionalText(TOKEN).filter(token -> !token.isEmpty());
        } catch (InvalidValueException unclear) {
            return Optional.empty();
        }
    }

    /** Renders a page with a form for a token. */
    @FunctionalInterface
    private interface Form {
        String render(String token);
    }
}
