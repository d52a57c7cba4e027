package dev.roster.testkit.conformance;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.function.Function;

/**
 * What an implementer hands over for each clause: something empty that keeps data, and any number of clients of it. Used
 * by one thread; its clients are used as their port allows.
 *
 * @param <P> the port
 */
public interface Backend<P> {

    /**
     * Another client of the same data. Where the data lives inside one process-local object, that object is every
     * client.
     */
    P client() throws Exception;

    /** Gives back the clients and the data. */
    void close() throws Exception;

    /** A backend that is one process-local object, with nothing to give back. */
    static <P> Backend<P> of(P onlyClient) {
        return of(() -> onlyClient, () -> {});
    }

    /**
     * A backend whose clients are opened by a factory. Clients that are {@link AutoCloseable} are closed with it, the
     * last one first, before the data is given back.
     *
     * @param newClient opens a client
     * @param discard gives back the data
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

    /** The same backend seen through another port, such as one repository of a storage. */
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

    /** Gives back what a backend holds. */
    @FunctionalInterface
    interface Discard {

        /** Gives it back. */
        void run() throws Exception;
    }
}
