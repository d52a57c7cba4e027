package dev.roster.testkit.contract.api.traffic;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * Lets the clauses about outages run alone on their server, while all others may run at the same time, however JUnit is
 * configured. An instance is for one clause.
 */
public final class OutageGate {

    private static final int ALL = Integer.MAX_VALUE;
    private static final Map<URI, Semaphore> SERVERS = new ConcurrentHashMap<>();

    private final Semaphore server;
    private final int permits;
    private boolean entered;

    /**
     * Creates a gate for one clause.
     *
     * @param server base URL of the server
     * @param alone whether the clause must be the only one that uses the server
     */
    public OutageGate(URI server, boolean alone) {
        this.server = SERVERS.computeIfAbsent(server, key -> new Semaphore(ALL, true));
        this.permits = alone ? ALL : 1;
    }

    /** Waits until the clause may start. */
    public void enter() throws InterruptedException {
        server.acquire(permits);
        entered = true;
    }

    /** Lets waiting clauses start. Without {@link #enter}, it does nothing. */
    public void leave() {
        if (entered) {
            entered = false;
            server.release(permits);
        }
    }
}
