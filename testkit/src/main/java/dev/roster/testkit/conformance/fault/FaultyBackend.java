package dev.roster.testkit.conformance.fault;

import dev.roster.testkit.conformance.Backend;

/**
 * Backend whose server can fail on demand.
 *
 * @param <P> the port
 */
public interface FaultyBackend<P> extends Backend<P> {

    /** Returns the control of the faults. */
    FaultControl faults();

    /** Closes all clients and opens another one of the same data, as a restarted process does. */
    default P reopen() throws Exception {
        closeClients();
        return client();
    }

    /**
     * Adds fault control to a backend.
     *
     * @param backend opens clients that reach their server only through the fault control
     * @param faults causes the faults
     */
    static <P> FaultyBackend<P> of(Backend<P> backend, FaultControl faults) {
        return new FaultyBackend<>() {
            @Override
            public FaultControl faults() {
                return faults;
            }

            @Override
            public P client() throws Exception {
                return backend.client();
            }

            @Override
            public void closeClients() throws Exception {
                backend.closeClients();
            }

            @Override
            public void close() throws Exception {
                backend.close();
            }
        };
    }
}
