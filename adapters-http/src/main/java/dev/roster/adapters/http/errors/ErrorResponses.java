package dev.roster.adapters.http.errors;

import dev.roster.adapters.http.jetty.RequestIds;
import dev.roster.adapters.http.pages.AccountPages;
import dev.roster.adapters.http.pages.Html;
import dev.roster.adapters.http.request.ContentNegotiation;
import dev.roster.adapters.http.request.HttpErrorException;
import dev.roster.adapters.http.request.Json;
import dev.roster.adapters.http.request.UnauthenticatedException;
import dev.roster.adapters.http.routes.UserRoutes;
import dev.roster.application.access.NotAllowedException;
import dev.roster.application.access.PreconditionFailedException;
import dev.roster.application.access.RegistrationClosedException;
import dev.roster.application.account.InvalidCredentialsException;
import dev.roster.application.account.InvalidOneTimeTokenException;
import dev.roster.application.account.TooManyAttemptsException;
import dev.roster.application.port.security.InvalidAccessTokenException;
import dev.roster.application.port.security.PasswordHasherBusyException;
import dev.roster.application.port.storage.CommitOutcomeUnknownException;
import dev.roster.application.port.storage.StorageUnavailableException;
import dev.roster.domain.InvalidValueException;
import dev.roster.domain.post.CommentNotFoundException;
import dev.roster.domain.post.PostNotFoundException;
import dev.roster.domain.user.EmailAlreadyExistsException;
import dev.roster.domain.user.UserNotFoundException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Maps exceptions to error responses. Responses never contain internal details. */
public final class ErrorResponses {

    static final String BEARER_CHALLENGE = "Bearer";
    static final String INVALID_TOKEN_CHALLENGE = "Bearer error=\"invalid_token\"";

    /** The {@code error} of a 503 after which a change may or may not be stored. */
    static final String OUTCOME_UNKNOWN = "Outcome unknown";

    private static final Logger LOG = LoggerFactory.getLogger(ErrorResponses.class);
    private static final FailureLog FAILURES = new FailureLog(LOG, System::nanoTime);
    private static final String SERVER_ERROR_DETAIL = "An internal error occurred.";

    private ErrorResponses() {}

    public static void register(RoutesConfig routes) {
        // Javalin has a handler for its own exceptions, which precedes that of Exception. Both must be replaced.
        routes.exception(HttpResponseException.class, ErrorResponses::handleJavalinException);
        routes.exception(Exception.class, ErrorResponses::handleException);
    }

    private static void handleException(Exception thrown, Context ctx) {
        if (thrown instanceof HttpErrorException overloaded && overloaded.status() == 503) {
            respondWithRetryAfter(ctx, 503, Duration.ofSeconds(1), overloaded.detail());
        } else if (thrown instanceof HttpErrorException fault) {
            respond(ctx, fault.status(), fault.error(), fault.detail());
        } else if (thrown instanceof InvalidValueException invalid) {
            respond(ctx, 422, HttpErrorException.titleOf(422), invalid.violations());
        } else if (thrown instanceof EmailAlreadyExistsException) {
            respond(ctx, 400, "email already exists", "Another account has this email address.");
        } else if (thrown instanceof UserNotFoundException) {
            respond(ctx, 404, "There is no such user.");
        } else if (thrown instanceof PostNotFoundException) {
            respond(ctx, 404, "There is no such post.");
        } else if (thrown instanceof CommentNotFoundException) {
            respond(ctx, 404, "There is no such comment.");
        } else if (thrown instanceof RegistrationClosedException) {
            respond(
                    ctx,
                    403,
                    "registration closed",
                    "Registration is closed on this server. Ask an admin to create an account for you.");
        } else if (thrown instanceof NotAllowedException refused) {
            respond(ctx, 403, String.valueOf(refused.getMessage()));
        } else if (thrown instanceof PreconditionFailedException) {
            respond(ctx, 412, "The current state does not satisfy If-Match or If-None-Match.");
        } else if (thrown instanceof InvalidCredentialsException) {
            ctx.header(Header.WWW_AUTHENTICATE, BEARER_CHALLENGE);
            respond(ctx, 401, "Invalid credentials", "The email address or the password is wrong.");
        } else if (thrown instanceof InvalidOneTimeTokenException) {
            respond(ctx, 400, "Invalid or expired token", "The token is unknown, already used or expired.");
        } else if (thrown instanceof TooManyAttemptsException tooMany) {
            respondWithRetryAfter(
                    ctx, 429, tooMany.retryAfter(), "Too many failed attempts. Try again after Retry-After seconds.");
        } else if (thrown instanceof UnauthenticatedException) {
            ctx.header(Header.WWW_AUTHENTICATE, BEARER_CHALLENGE);
            respond(ctx, 401, "An access token is required.");
        } else if (thrown instanceof InvalidAccessTokenException) {
            ctx.header(Header.WWW_AUTHENTICATE, INVALID_TOKEN_CHALLENGE);
            respond(ctx, 401, "The access token is invalid or has expired.");
        } else {
            handleInfrastructureException(thrown, ctx);
        }
    }

    private static void handleInfrastructureException(Exception thrown, Context ctx) {
        if (thrown instanceof CommitOutcomeUnknownException) {
            LOG.warn("commit outcome unknown: {}", thrown.getMessage());
            // No Retry-After: it means that nothing was changed, so that clients and proxies may repeat the request.
            respond(
                    ctx,
                    503,
                    OUTCOME_UNKNOWN,
                    "The storage became unavailable during the commit. The change may or may not be "
                            + "stored; check before trying again.");
        } else if (thrown instanceof StorageUnavailableException) {
            LOG.warn("storage unavailable: {}", thrown.getMessage());
            respondWithRetryAfter(ctx, 503, Duration.ofSeconds(1), "The storage is unavailable. Nothing was changed.");
        } else if (thrown instanceof PasswordHasherBusyException busy) {
            LOG.warn("too busy to hash passwords");
            respondWithRetryAfter(
                    ctx, 503, busy.retryAfter(), "Too many concurrent logins and registrations. Nothing was changed.");
        } else {
            FAILURES.error(ctx.method() + " " + ctx.path(), thrown);
            respond(ctx, 500, SERVER_ERROR_DETAIL);
        }
    }

    private static void handleJavalinException(HttpResponseException thrown, Context ctx) {
        if (thrown instanceof MethodNotAllowedResponse) {
            // The only detail lists the methods. Its name depends on the Accept header.
            String methods = String.join(", ", thrown.getDetails().values());
            String known = ctx.path().equals(UserRoutes.ME) ? UserRoutes.ME_METHODS : methods;
            ctx.header(Header.ALLOW, known + ", OPTIONS");
            if (ctx.req().getMethod().equals("OPTIONS")) {
                // No route handles OPTIONS, and only here all methods of the path are known (RFC 9110, section 9.3.7).
                ctx.header(Header.CACHE_CONTROL, "no-store");
                Json.respondEmpty(ctx, 204);
                return;
            }
            respond(ctx, 405, "The path does not support this method. The Allow header lists the supported methods.");
        } else if (thrown.getStatus() == 404 && ContentNegotiation.prefersHtml(ctx)) {
            Html.of(ctx).respondNotFound(ctx);
        } else if (thrown.getStatus() == 404) {
            respond(ctx, 404, "There is nothing at this path.");
        } else {
            respond(
                    ctx,
                    thrown.getStatus(),
                    thrown.getStatus() < 500 ? "The request was rejected." : SERVER_ERROR_DETAIL);
        }
    }

    /** Handles an {@link Error}. Unlike for exceptions, Javalin passes no {@link Context}. */
    public static void handleError(HttpServletResponse response, Error thrown) {
        FAILURES.error("a request", thrown);
        String requestId = String.valueOf(response.getHeader(RequestIds.HEADER));
        response.setStatus(500);
        response.setContentType(Json.MEDIA_TYPE);
        response.setHeader(Header.CACHE_CONTROL, "no-store");
        response.setHeader(Header.X_CONTENT_TYPE_OPTIONS, "nosniff");
        try {
            response.getOutputStream()
                    .write(Json.bytes(
                            new ErrorBody(500, HttpErrorException.titleOf(500), SERVER_ERROR_DETAIL, requestId)));
        } catch (IOException gone) {
            LOG.debug("the client disconnected before the error was sent", gone);
        }
    }

    public static String requestId(Context ctx) {
        return String.valueOf(ctx.res().getHeader(RequestIds.HEADER));
    }

    private static void respondWithRetryAfter(Context ctx, int status, Duration retryAfter, String detail) {
        long seconds = retryAfter.plusSeconds(1).minusNanos(1).toSeconds();
        ctx.header(Header.RETRY_AFTER, Long.toString(Math.max(1, seconds)));
        respond(ctx, status, detail);
    }

    private static void respond(Context ctx, int status, String detail) {
        respond(ctx, status, HttpErrorException.titleOf(status), detail);
    }

    /** Responds with JSON or, on an account page, with HTML. */
    private static void respond(Context ctx, int status, String error, Object detail) {
        if (AccountPages.isPage(ctx.path())) {
            Html.of(ctx).respond(ctx, status, AccountPages.errorPage(ctx, status, error, detail.toString()));
        } else {
            ctx.header(Header.CACHE_CONTROL, "no-store");
            Json.respond(ctx, status, new ErrorBody(status, error, detail, requestId(ctx)));
        }
    }
}
