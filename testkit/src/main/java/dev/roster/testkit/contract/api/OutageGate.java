package dev.roster.testkit.contract.api;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * Lets the clauses about outages run alone on their server, while all others may run at the same time, however JUnit is
 * configured. Of one clause: {@link #leave()} without {@link #enter} does nothing.
 */
final class OutageGate {

    private static final int ALL = Integer.MAX_VALUE;
    private static final Map<URI, Semaphore> SERVERS = new ConcurrentHashMap<>();

    private final Semaphore server;
    private final int permits;
    private boolean entered;

    OutageGate(URI server, boolean alone) {
        this.server = SERVERS.computeIfAbsent(server, key -> new Semaphore(ALL, true));
        this.permits = alone ? ALL : 1;
    }

    void enter() throws InterruptedException {
        server.acquire(permits);
        entered = true;
    }

    void leave() {
        if (entered) {
            entered = false;
            server.release(permits);
        }
    }
}
