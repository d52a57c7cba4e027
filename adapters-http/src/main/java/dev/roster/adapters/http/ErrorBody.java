package dev.roster.adapters.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.roster.domain.Violation;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of every error.
 *
 * @param error a short text that clients may compare
 * @param detail a sentence, or a list of {@link Violation}s
 * @param parts for readiness alone: which part is up and which down
 */
record ErrorBody(
        int status,
        String error,
        Object detail,
        String requestId,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Map<String, String> parts) {

    static ErrorBody of(int status, String error, String detail, String requestId) {
        return new ErrorBody(status, error, detail, requestId, null);
    }

    static ErrorBody of(int status, String error, List<Violation> detail, String requestId) {
        return new ErrorBody(status, error, detail, requestId, null);
    }

    /** The short text of errors that have none of their own. */
    static String title(int status) {
        return switch (status) {
            case 400 -> "Bad request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not found";
            case 405 -> "Method not allowed";
            case 406 -> "Not acceptable";
            case 408 -> "Request timeout";
            case 412 -> "Precondition failed";
            case 413 -> "Content too large";
            case 414 -> "URI too long";
            case 415 -> "Unsupported media type";
            case 417 -> "Expectation failed";
            case 422 -> "Validation failed";
            case 426 -> "Upgrade required";
            case 429 -> "Too many attempts";
            case 431 -> "Request header fields too large";
            case 501 -> "Not implemented";
            case 503 -> "Service unavailable";
            case 505 -> "HTTP version not supported";
            default -> status < 500 ? "Bad request" : "Internal server error";
        };
    }
}
