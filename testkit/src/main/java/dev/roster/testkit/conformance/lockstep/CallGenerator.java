package dev.roster.testkit.conformance.lockstep;

import java.util.List;

/**
 * Generator of the calls in random programs.
 *
 * @param <U> the type on which calls are made
 */
public interface CallGenerator<U> {

    /** Returns how many of 100 steps are transactions. A port without transactions returns 0. */
    default int transactionPercentage() {
        return 20;
    }

    /** Returns a random call. */
    Call<U> nextCall(ProgramContext draw);

    /**
     * Returns calls that read everything visible. Each program ends with them, so that they detect all remaining
     * differences.
     *
     * @param draw the names that the program uses
     */
    List<Call<U>> readEverything(ProgramContext draw);
}
