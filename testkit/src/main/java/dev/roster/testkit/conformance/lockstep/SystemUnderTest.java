package dev.roster.testkit.conformance.lockstep;

import java.util.function.Consumer;

/**
 * System on which a {@link Lockstep} runs programs: the system under test or the reference model. Initially empty. Used
 * by one thread.
 *
 * @param <U> the type on which calls are made
 */
public interface SystemUnderTest<U> {

    /** Returns the object for calls outside transactions. May return another client of the same data each time. */
    U direct();

    /**
     * Runs a transaction. It commits when the work returns and is rolled back when the work throws. The work may run
     * more than once.
     *
     * @throws RuntimeException thrown by the work, or the reason why the transaction did not commit
     */
    void inTransaction(Consumer<? super U> work);

    /** Closes the system and discards its data. */
    void close() throws Exception;
}
