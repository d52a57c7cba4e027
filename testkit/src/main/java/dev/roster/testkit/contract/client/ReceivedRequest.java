package dev.roster.testkit.contract.client;

import com.sun.net.httpserver.Headers;
import java.net.URI;
import java.util.List;

/**
 * A request that the played server received.
 *
 * @param target path and query
 * @param body the body, as UTF-8
 * @param arrivedNanos when it arrived, by {@link System#nanoTime}
 */
record ReceivedRequest(String method, URI target, Headers headers, String body, long arrivedNanos) {

    /** Returns the values of a header; empty if it is missing. */
    List<String> header(String name) {
        return headers.getOrDefault(name, List.of());
    }

    @Override
    public String toString() {
        return method + " " + target;
    }
}
