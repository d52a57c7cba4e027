package dev.roster.testkit.conformance;

import java.util.concurrent.Callable;

/** Calls that a clause requires to succeed: an exception breaks the clause, with a message that names the requirement. */
public final class Required {

    private Required() {}

    /**
     * Makes a call.
     *
     * @param requirement what is required, as a noun phrase such as "reuse of a freed email address"
     * @throws AssertionError if the call fails
     */
    public static <T> T call(String requirement, Callable<T> call) {
        try {
            return call.call();
        } catch (Exception failed) {
            throw new AssertionError(requirement + " must succeed, but failed with " + failed, failed);
        }
    }

    /**
     * Makes a call without a result.
     *
     * @param requirement what is required, as a noun phrase
     * @throws AssertionError if the call fails
     */
    public static void run(String requirement, Runnable call) {
        call(requirement, () -> {
            call.run();
            return requirement;
        });
    }
}
