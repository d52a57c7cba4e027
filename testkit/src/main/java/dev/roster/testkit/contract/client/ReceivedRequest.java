package dev.roster.testkit.contract.client;

import com.sun.net.httpserver.Headers;
import java.net.URI;
import java.util.ArrayList;
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

    /** Returns the parts of the request that contain a text. */
    List<String> partsWith(String text) {
        List<String> parts = new ArrayList<>();
        headers.forEach((name, values) -> {
            if (String.join(",", values).contains(text)) {
                parts.add("header " + name);
            }
        });
        if (target.toString().contains(text)) {
            parts.add("path or query");
        }
        if (body.contains(text)) {
            parts.add("body");
        }
        return parts;
    }

    @Override
    public String toString() {
        return method + " " + target;
    }
}
