package dev.roster.adapters.http.errors;

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
public record ErrorBody(
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
}
