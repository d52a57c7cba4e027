package dev.roster.testkit.server;

import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/** Action for matching requests; other requests are forwarded. */
record TrafficRule(Action action, Predicate<String> requests) {

    /** How the proxy handles the next requests. */
    enum Action {
        FORWARD,
        /** Discards requests and responses. */
        DROP,
        /** Discards the request and closes the connection; used for each new connection, too. */
        CUT,
        /** Discards the request and closes the connection. */
        DISCONNECT,
        /** Forwards the request and closes the connection instead of forwarding the response. */
        DISCONNECT_BEFORE_RESPONSE
    }

    static TrafficRule forAll(Action fate) {
        return new TrafficRule(fate, said -> true);
    }

    Action of(byte[] buffer, int length) {
        if (action == Action.FORWARD) {
            return action;
        }
        return requests.test(new String(buffer, 0, length, StandardCharsets.ISO_8859_1)) ? action : Action.FORWARD;
    }
}
