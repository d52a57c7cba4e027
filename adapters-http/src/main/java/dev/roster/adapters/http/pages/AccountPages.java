package dev.roster.adapters.http.pages;

import dev.roster.adapters.http.request.ClientAddresses;
import dev.roster.adapters.http.request.FormFields;
import dev.roster.adapters.http.request.HttpErrorException;
import dev.roster.adapters.http.request.RequestBody;
import dev.roster.application.account.AccountService;
import dev.roster.application.account.InvalidOneTimeTokenException;
import dev.roster.domain.InvalidValueException;
import dev.roster.domain.Violation;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.Password;
import dev.roster.domain.user.User;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Routes of the HTML pages that emails link to; {@link Html} writes the markup. Opening a page does not consume the
 * token, because mail scanners follow links too; submitting its form does. Errors are HTML as well. A page whose link
 * does not work offers to request another email.
 */
public final class AccountPages {

    /** Request attribute with the page that explains an error. The status depends on the exception alone. */
    private static final String ERROR_PAGE = AccountPages.class.getName() + ".error";

    private static final String EMAIL = "email";
    private static final String INVALID = "invalid.title";

    private final AccountService accounts;
    private final ClientAddresses clients;
    private final Html html;

    public AccountPages(AccountService accounts, ClientAddresses clients, Html html) {
        this.accounts = accounts;
        this.clients = clients;
        this.html = html;
    }

    /** Returns whether the path is one of these pages. */
    public static boolean isPage(String path) {
        return path.equals(AccountPage.VERIFY.path()) || path.equals(AccountPage.RESET.path());
    }

    public void register(RoutesConfig routes) {
        Handler askVerify = ctx -> show(ctx, AccountPage.VERIFY, this::verifyForm);
        Handler askReset = ctx -> show(ctx, AccountPage.RESET, this::resetForm);
        String verify = AccountPage.VERIFY.path();
        String reset = AccountPage.RESET.path();
        routes.get(verify, askVerify).head(verify, askVerify);
        routes.get(reset, askReset).head(reset, askReset);
        routes.post(verify, ctx -> submit(ctx, AccountPage.VERIFY, this::verify));
        routes.post(reset, ctx -> submit(ctx, AccountPage.RESET, this::reset));
    }

    private void show(Context ctx, AccountPage page, UnaryOperator<String> form) {
        String query = Optional.ofNullable(ctx.queryString()).orElse("");
        Optional<String> token = token(FormFields.parse(query));
        if (token.isEmpty()) {
            ctx.attribute(ERROR_PAGE, html.brokenLink(page, "incomplete.title", "incomplete.text", false));
            throw new HttpErrorException(400, "Incomplete link", "Open the complete link in the email.");
        }
        respond(ctx, page, () -> form.apply(token.get()));
    }

    /** Names the account, so that no reader confirms the account of another person. */
    private String verifyForm(String token) {
        return html.verifyForm(token, accounts.findByVerificationToken(token));
    }

    /** Names the account, so that readers with several accounts know which password they set. */
    private String resetForm(String token) {
        return html.resetForm(token, Optional.of(accounts.findByResetToken(token)), "");
    }

    /** Handles the form of a page: with a token its task, with an email address the request of another email. */
    private void submit(Context ctx, AccountPage page, BiFunction<Context, FormFields, String> task) {
        FormFields form = FormFields.parse(RequestBody.of(ctx, RequestBody.FORM).bytes());
        boolean another = token(form).isEmpty() && single(form, EMAIL).isPresent();
        respond(ctx, page, () -> another ? requestAnother(ctx, page, form.text(EMAIL)) : task.apply(ctx, form));
    }

    private void respond(Context ctx, AccountPage page, Supplier<String> body) {
        try {
            html.respond(ctx, 200, body.get());
        } catch (InvalidOneTimeTokenException invalid) {
            ctx.attribute(ERROR_PAGE, html.brokenLink(page, INVALID, page.invalid(), false));
            throw invalid;
        }
    }

    /** Responds the same for every email address, so that the page does not reveal whether the account exists. */
    private String requestAnother(Context ctx, AccountPage page, String email) {
        if (EmailAddress.parse(email).isEmpty()) {
            ctx.attribute(ERROR_PAGE, html.brokenLink(page, INVALID, page.invalid(), true));
            throw new InvalidValueException(EMAIL, "must be an email address");
        }
        if (page == AccountPage.VERIFY) {
            accounts.requestVerification(email, clients.of(ctx));
        } else {
            accounts.requestPasswordReset(email, clients.of(ctx));
        }
        return html.done("another-sent.title", page.anotherSent());
    }

    private String verify(Context ctx, FormFields form) {
        String token = token(form).orElse("");
        if (single(form, "answer").filter("not-me"::equals).isPresent()) {
            accounts.disown(token, clients.of(ctx));
            return html.done("disowned.title", "disowned.text");
        }
        accounts.verifyEmail(token, clients.of(ctx));
        return html.done("verified.title", "verified.text");
    }

    private String reset(Context ctx, FormFields form) {
        String token = token(form).orElse("");
        try {
            accounts.resetPassword(token, new Password(form.text("password")), clients.of(ctx));
        } catch (InvalidValueException invalid) {
            String faults =
                    invalid.violations().stream().map(Violation::message).collect(Collectors.joining(", "));
            ctx.attribute(ERROR_PAGE, html.resetForm(token, owner(token), faults));
            throw invalid;
        }
        return html.done("reset-done.title", "reset-done.text");
    }

    private Optional<User> owner(String token) {
        try {
            return Optional.of(accounts.findByResetToken(token));
        } catch (InvalidOneTimeTokenException invalid) {
            return Optional.empty();
        }
    }

    /** Returns the page for a rejected request: the one that its route has set, or else a message. */
    public static String errorPage(Context ctx, int status, String error, String detail) {
        String page = ctx.attribute(ERROR_PAGE);
        return page == null ? Html.of(ctx).error(status, error, detail) : page;
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
