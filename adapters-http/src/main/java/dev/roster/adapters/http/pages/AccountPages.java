package dev.roster.adapters.http.pages;

import dev.roster.adapters.http.request.ClientAddresses;
import dev.roster.adapters.http.request.FormFields;
import dev.roster.adapters.http.request.HttpErrorException;
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
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Routes of the HTML pages that emails link to; {@link Html} writes the markup. Opening a page does not consume the
 * token, because mail scanners follow links too; submitting its form does. Errors are HTML as well.
 */
public final class AccountPages {

    private static final String VERIFY = "/verify-email";
    private static final String RESET = "/reset-password";
    private static final Set<String> PATHS = Set.of(VERIFY, RESET);

    /** Request attribute with the page that explains an error. The status depends on the exception alone. */
    private static final String ERROR_PAGE = AccountPages.class.getName() + ".error";

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
        Handler askVerify = ctx -> showForm(ctx, token -> verifyForm(ctx, token));
        Handler askReset = ctx -> showForm(ctx, token -> Html.resetForm(token, ""));
        routes.get(VERIFY, askVerify).head(VERIFY, askVerify);
        routes.get(RESET, askReset).head(RESET, askReset);
        routes.post(VERIFY, this::verify);
        routes.post(RESET, this::reset);
    }

    private static void showForm(Context ctx, UnaryOperator<String> form) {
        String query = Optional.ofNullable(ctx.queryString()).orElse("");
        String token = token(FormFields.parse(query))
                .orElseThrow(
                        () -> new HttpErrorException(400, "Incomplete link", "Open the complete link in the email."));
        Html.respond(ctx, 200, form.apply(token));
    }

    /** Names the account, so that no reader confirms the account of another person. */
    private String verifyForm(Context ctx, String token) {
        try {
            return Html.verifyForm(token, accounts.findByVerificationToken(token));
        } catch (InvalidOneTimeTokenException invalid) {
            setInvalidVerificationPage(ctx);
            throw invalid;
        }
    }

    private void verify(Context ctx) {
        FormFields form = FormFields.parse(RequestBody.of(ctx, RequestBody.FORM).bytes());
        String token = token(form).orElse("");
        boolean disowned = single(form, "answer").filter("not-me"::equals).isPresent();
        try {
            if (disowned) {
                accounts.disown(token, clients.of(ctx));
            } else {
                accounts.verifyEmail(token, clients.of(ctx));
            }
        } catch (InvalidOneTimeTokenException invalid) {
            setInvalidVerificationPage(ctx);
            throw invalid;
        }
        Html.respond(
                ctx,
                200,
                disowned
                        ? Html.message("Account deleted", "Your email address is no longer used here.")
                        : Html.message("Email address verified", "You can close this page now."));
    }

    private static void setInvalidVerificationPage(Context ctx) {
        setInvalidLinkPage(ctx, "If your email address is not verified yet, log in and request another email.");
    }

    private void reset(Context ctx) {
        FormFields form = FormFields.parse(RequestBody.of(ctx, RequestBody.FORM).bytes());
        String token = token(form).orElse("");
        try {
            accounts.resetPassword(token, new Password(form.text("password")), clients.of(ctx));
        } catch (InvalidValueException invalid) {
            String faults =
                    invalid.violations().stream().map(Violation::message).collect(Collectors.joining(", "));
            ctx.attribute(ERROR_PAGE, Html.resetForm(token, "The password " + faults + "."));
            throw invalid;
        } catch (InvalidOneTimeTokenException invalid) {
            setInvalidLinkPage(ctx, "To set a new password, request another email.");
            throw invalid;
        }
        Html.respond(ctx, 200, Html.message("Password set", "Use the new password to log in on all your devices."));
    }

    private static void setInvalidLinkPage(Context ctx, String advice) {
        ctx.attribute(
                ERROR_PAGE, Html.message("Invalid or expired link", "It was already used or has expired. " + advice));
    }

    /** Returns the page for a rejected request: the one that its route has set, or else a message. */
    public static String errorPage(Context ctx, String error, String detail) {
        String page = ctx.attribute(ERROR_PAGE);
        return page == null ? Html.message(error, detail) : page;
    }

    private static Optional<String> token(FormFields fields) {
        return single(fields, "token").filter(token -> !token.isEmpty());
    }

    /** Returns a field, or empty if it is absent, malformed or given more than once. */
    private static Optional<String> single(FormFields fields, String name) {
        try {
            return fields.optionalText(name);
        } catch (InvalidValueException unclear) {
            return Optional.empty();
        }
    }
}
