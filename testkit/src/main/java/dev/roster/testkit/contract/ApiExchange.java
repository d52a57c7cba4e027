package dev.roster.testkit.contract;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request of a clause, and its answer.
 *
 * @param target path and query, as sent, without the path of the base URL
 * @param requestHeaders by their names, in the case they were sent
 * @param requestBody {@code null} if there was none
 * @param responseHeaders by their names, in lower case
 * @param responseBody empty if there was none
 */
public record ApiExchange(
        String method,
        String target,
        Map<String, List<String>> requestHeaders,
        @Nullable String requestBody,
        int status,
        Map<String, List<String>> responseHeaders,
        String responseBody) {

    /** Tells what is no secret: bodies and headers may hold tokens and passwords. */
    @Override
    public String toString() {
        return method + " " + target + ", answered " + status;
    }
}
