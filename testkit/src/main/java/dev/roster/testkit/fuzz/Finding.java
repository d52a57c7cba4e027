package dev.roster.testkit.fuzz;

import dev.roster.testkit.fuzz.request.FuzzRequest;

/**
 * A request whose answer is not what it should be.
 *
 * @param request which its seed and index draw again
 * @param complaint what is wrong
 * @param answer as much of it as there was
 */
public record Finding(FuzzRequest request, String complaint, String answer) {

    /** All of it, for people. */
    @Override
    public String toString() {
        return complaint + "\n" + request + "\n--> " + answer;
    }
}
