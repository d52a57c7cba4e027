package dev.roster.testkit.contract.api;

import java.util.List;
import java.util.Map;
import java.util.Set;
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

    private static final Set<String> USER_CREATING_PATHS = Set.of("/auth/register", "/users");

    /** The target without its query. */
    public String path() {
        return target.split("\\?", 2)[0];
    }

    /** Whether a user is there since: with another status than 201, which would be a fault, there is one all the same. */
    public boolean createsUser() {
        return status / 100 == 2 && method.equals("POST") && USER_CREATING_PATHS.contains(path());
    }

    /** Tells what is no secret: bodies and headers may hold tokens and passwords. */
    @Override
    public String toString() {
        return method + " " + target + ", answered " + status;
    }
}
