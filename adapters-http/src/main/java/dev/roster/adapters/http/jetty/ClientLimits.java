package dev.roster.adapters.http.jetty;

/**
 * Limits for one client, so that one client cannot use up what all clients share. A client is an IPv4 address or an
 * IPv6 network of 64 bits. Trusted proxies are not limited.
 *
 * @param connections open connections, counted by the connected peer; positive
 * @param requests running requests; three times as many wait, the rest are rejected (429); positive
 */
public record ClientLimits(int connections, int requests) {

    /** No limits, for load tests from one address. */
    public static final ClientLimits OFF = new ClientLimits(Integer.MAX_VALUE, Integer.MAX_VALUE);

    /** More than browsers behind one address need, and fewer requests than run at once in total. */
    public static final ClientLimits DEFAULT = new ClientLimits(256, 64);

    private static final int WAITING_PER_RUNNING = 3;

    /**
     * Validates the values.
     *
     * @throws IllegalArgumentException if a value is not positive
     */
    public ClientLimits {
        if (connections < 1 || requests < 1) {
            throw new IllegalArgumentException(
                    "connections and requests must be positive, but were " + connections + " and " + requests);
        }
    }

    /** Returns how many requests of one client may wait for its running ones. */
    int waitingRequests() {
        return saturated((long) requests * WAITING_PER_RUNNING);
    }

    /** Returns how many requests of one client may have a body that has not arrived completely. */
    int incompleteRequests() {
        return requests;
    }

    private static int saturated(long value) {
        return (int) Math.min(Integer.MAX_VALUE, value);
    }
}
