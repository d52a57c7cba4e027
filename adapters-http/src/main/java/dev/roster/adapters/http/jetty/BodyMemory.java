package dev.roster.adapters.http.jetty;

import java.util.Optional;

/** Limits the bytes of the bodies of all open requests, and of those of each client. Safe for use by multiple threads. */
final class BodyMemory {

    private static final int CLIENT_SHARE = 4;
    private static final String ALL = "all";

    private final CountPerClient ofClient;
    private final CountPerClient ofAll;

    /**
     * Creates an instance.
     *
     * @param maxBytes maximum size of all bodies
     * @param limitsClients whether one client may use only a quarter of it
     */
    BodyMemory(long maxBytes, boolean limitsClients) {
        this.ofClient = new CountPerClient(limitsClients ? maxBytes / CLIENT_SHARE : maxBytes);
        this.ofAll = new CountPerClient(maxBytes);
    }

    /** Reserves memory, or returns false and reserves none if a limit would be exceeded. */
    boolean tryReserve(Optional<String> client, long bytes) {
        if (client.isPresent() && !ofClient.tryAdd(client.get(), bytes)) {
            return false;
        }
        if (!ofAll.tryAdd(ALL, bytes)) {
            client.ifPresent(known -> ofClient.remove(known, bytes));
            return false;
        }
        return true;
    }

    void release(Optional<String> client, long bytes) {
        client.ifPresent(known -> ofClient.remove(known, bytes));
        ofAll.remove(ALL, bytes);
    }
}
