package dev.roster.testkit.conformance;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.function.Function;

/**
 * Backend of one clause: holds its data, at first none, and opens clients of that data. An implementer provides one for
 * each clause. Used by one thread; its clients are used as their port allows.
 *
 * @param <P> the port
 */
public interface Backend<P> {

    /**
     * Returns another client of the same data. If the data lives in one object of this process, that object is returned
     * each time.
     */
    P client() throws Exception;

    /**
     * Closes all clients that are open, as if each process that uses the data ended, and keeps the data: a client that
     * is opened afterwards has it. If the data lives in one object of this process, that object stays open.
     */
    void closeClients() throws Exception;

    /** Closes the clients and discards the data. */
    void close() throws Exception;

    /** Returns a backend with one client, an object of this process that holds the data and is closed with it. */
    static <P> Backend<P> of(P onlyClient) {
        return new Backend<>() {
            @Override
            public P client() {
                return onlyClient;
            }

            @Override
            public void closeClients() {
                // The data would go with its only client.
            }

            @Override
            public void close() throws Exception {
                if (onlyClient instanceof AutoCloseable closeable) {
                    closeable.close();
                }
            }
        };
    }

    /**
     * Returns a backend whose clients are opened by a factory. Clients that are {@link AutoCloseable} are closed with
     * the backend, the last one first, before the data is discarded. If the factory returns the same object each time,
     * use {@link #of(Object)}.
     *
     * @param newClient opens a client
     * @param discard discards the data
     */
    static <P> Backend<P> of(Callable<? extends P> newClient, Discard discard) {
        return new Backend<>() {
            private final Deque<AutoCloseable> opened = new ArrayDeque<>();

            @Override
            public P client() throws Exception {
                P client = newClient.call();
                if (client instanceof AutoCloseable closeable) {
                    opened.push(closeable);
                }
                return client;
            }

            @Override
            public void closeClients() throws Exception {
                while (!opened.isEmpty()) {
                    opened.pop().close();
                }
            }

            @Override
            public void close() throws Exception {
                try {
                    closeClients();
                } finally {
                    discard.run();
                }
            }
        };
    }

    /** Returns a view of this backend through another port, such as one repository of a storage. */
    default <Q> Backend<Q> map(Function<? super P, ? extends Q> view) {
        Backend<P> whole = this;
        return new Backend<>() {
            @Override
            public Q client() throws Exception {
                return view.apply(whole.client());
            }

            @Override
            public void closeClients() throws Exception {
                whole.closeClients();
            }

            @Override
            public void close() throws Exception {
                whole.close();
            }
        };
    }

    /** Discards the data of a backend. */
    @FunctionalInterface
    interface Discard {

        /** Discards the data. */
        void run() throws Exception;
    }
}
