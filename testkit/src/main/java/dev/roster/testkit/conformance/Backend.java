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

    /** Closes the clients and discards the data. */
    void close() throws Exception;

    /** Returns a backend with one client, an object of this process that needs no closing. */
    static <P> Backend<P> of(P onlyClient) {
        return of(() -> onlyClient, () -> {});
    }

    /**
     * Returns a backend whose clients are opened by a factory. Clients that are {@link AutoCloseable} are closed with
     * the backend, the last one first, before the data is discarded.
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
            public void close() throws Exception {
                try {
                    while (!opened.isEmpty()) {
                        opened.pop().close();
                    }
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
