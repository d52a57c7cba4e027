package dev.roster.testkit.fuzz;

import dev.roster.testkit.fuzz.request.FuzzRequest;

/**
 * A request whose answer is not what it should be.
 *
 * @param request which its seed and index draw again
 * @param problem what is wrong
 * @param response as much of it as there was
 */
public record Finding(FuzzRequest request, String problem, String response) {

    /** All of it, for people. */
    @Override
    public String toString() {
        return problem + "\n" + request + "\n--> " + response;
    }
}
