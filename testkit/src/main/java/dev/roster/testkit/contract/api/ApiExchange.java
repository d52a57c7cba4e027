package dev.roster.testkit.contract.api;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Request of a clause and its response.
 *
 * @param target path and query as sent, without the path of the base URL
 * @param requestHeaders header values by name, with the name in the case that was sent
 * @param requestBody {@code null} if there was none
 * @param responseHeaders header values by name in lower case
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

    /** Returns the target without its query. */
    public String path() {
        return target.split("\\?", 2)[0];
    }

    /**
     * Returns whether the exchange created a user. Every 2xx status counts, because a wrong status such as 200 still
     * leaves a user behind.
     */
    public boolean createsUser() {
        return status / 100 == 2 && method.equals("POST") && USER_CREATING_PATHS.contains(path());
    }

    /** Returns the method, target and status only, because bodies and headers may contain tokens and passwords. */
    @Override
    public String toString() {
        return method + " " + target + ", answered " + status;
    }
}
