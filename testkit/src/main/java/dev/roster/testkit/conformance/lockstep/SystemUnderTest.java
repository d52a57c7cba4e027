package dev.roster.testkit.conformance.lockstep;

import java.util.function.Consumer;

/**
 * What a {@link Lockstep} drives: the subject, or the model. Used by one thread; empty when it is made.
 *
 * @param <U> what calls are made on
 */
public interface SystemUnderTest<U> {

    /** Where a call is made on its own; may be another client of the same data each time. */
    U direct();

    /**
     * Runs a transaction, which commits when the work returns and is rolled back when it throws. The work may run again.
     *
     * @throws RuntimeException what the work threw, or the reason why it was not committed
     */
    void inTransaction(Consumer<? super U> work);

    /** Gives back what it holds. */
    void close() throws Exception;
}
