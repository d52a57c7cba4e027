package dev.roster.testkit.fuzz;

import dev.roster.testkit.fuzz.request.FuzzRequest;

/**
 * Request with an incorrect response.
 *
 * @param request the request; its seed and index generate it again
 * @param problem the problem
 * @param response the response, as far as it was received
 */
public record Finding(FuzzRequest request, String problem, String response) {

    /** Returns the finding in a form for people. */
    @Override
    public String toString() {
        return problem + "\n" + request + "\n--> " + response;
    }
}
