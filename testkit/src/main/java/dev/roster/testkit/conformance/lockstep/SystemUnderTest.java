package dev.roster.testkit.conformance.lockstep;

import dev.roster.testkit.conformance.Backend;
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

    /**
     * Returns a system without transactions, for a generator whose {@link CallGenerator#transactionPercentage()} is 0.
     *
     * @param port the object on which calls are made
     * @param discard closes the object and discards its data
     */
    static <U> SystemUnderTest<U> of(U port, Backend.Discard discard) {
        return new SystemUnderTest<>() {
            @Override
            public U direct() {
                return port;
            }

            @Override
            public void inTransaction(Consumer<? super U> work) {
                throw new UnsupportedOperationException("the port has no transactions");
            }

            @Override
            public void close() throws Exception {
                discard.run();
            }
        };
    }
}
