package dev.roster.adapters.http.errors;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.roster.domain.Violation;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Body of an error response.
 *
 * @param error a short, stable text for programs
 * @param detail a sentence for people, or a list of {@link Violation}s
 * @param parts only for the readiness check: the state of each dependency, {@code up} or {@code down}
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
