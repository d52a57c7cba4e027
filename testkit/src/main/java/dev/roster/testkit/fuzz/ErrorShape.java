package dev.roster.testkit.fuzz;

import java.util.Optional;

/** Common shape of the errors of an API. */
@FunctionalInterface
public interface ErrorShape {

    /** Accepts every error. */
    ErrorShape ANY = answer -> Optional.empty();

    /**
     * Checks an error response.
     *
     * @param error has a status of 400 or higher; never a response to HEAD, which has no body
     * @return the problem; empty if there is none
     */
    Optional<String> problem(RawHttpResponse error);
}
