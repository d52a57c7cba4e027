package dev.roster.testkit.fuzz;

import java.util.Optional;

/** What the errors of an API have in common. */
@FunctionalInterface
public interface ErrorShape {

    /** For an API whose errors have nothing in common. */
    ErrorShape ANY = answer -> Optional.empty();

    /**
     * Looks at an answer.
     *
     * @param error its status is 400 or higher; never one to HEAD, which has no body
     * @return what is wrong with it
     */
    Optional<String> problem(FuzzResponse error);
}
