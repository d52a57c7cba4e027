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
 * The pages behind the links of mails. Showing one uses no token, for mail scanners follow links too; its form does. What
 * fails here is told in HTML as well.
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

    /** Whether a page is at that path. */
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
            Html.respond(ctx, 400, Html.message("Incomplete link", "Please open the link exactly as the mail has it."));
        } else {
            Html.respond(ctx, 200, form.render(token.get()));
        }
    }

    private void verify(Context ctx) {
        FormFields form = FormFields.parse(RequestBody.of(ctx, RequestBody.FORM).bytes());
        try {
            accounts.verifyEmail(token(form).orElse(""), clients.of(ctx));
        } catch (InvalidOneTimeTokenException invalid) {
            respondInvalidLink(ctx, "If your address is not verified yet, sign in and have another mail sent.");
            return;
        }
        Html.respond(ctx, 200, Html.message("Address verified", "Thank you. You can close this page."));
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
            respondInvalidLink(ctx, "If you still want to set a new password, ask for another mail.");
            return;
        }
        Html.respond(
                ctx,
                200,
                Html.message("Password set", "From now on the new password is the one to sign in with, everywhere."));
    }

    private static void respondInvalidLink(Context ctx, String advice) {
        Html.respond(
                ctx, 400, Html.message("Invalid or expired link", "It was used before, or it is too old. " + advice));
    }

    /** Empty if there is none, or it cannot be told which. */
    private static Optional<String> token(FormFields fields) {
        try {
            return fields.optionalText(TOKEN).filter(token -> !token.isEmpty());
        } catch (InvalidValueException unclear) {
            return Optional.empty();
        }
    }

    /** A page around a token. */
    @FunctionalInterface
    private interface Form {
        String render(String token);
    }
}
