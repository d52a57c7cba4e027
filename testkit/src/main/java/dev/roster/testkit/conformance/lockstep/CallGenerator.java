package dev.roster.testkit.conformance.lockstep;

import java.util.List;

/**
 * The calls that random programs are made of.
 *
 * @param <U> what calls are made on
 */
public interface CallGenerator<U> {

    /** A random call. */
    Call<U> nextCall(ProgramContext draw);

    /**
     * Calls that look at as much as can be seen. They end each program, so that nothing it left behind goes unseen.
     *
     * @param draw knows the names the program used
     */
    List<Call<U>> readEverything(ProgramContext draw);
}
