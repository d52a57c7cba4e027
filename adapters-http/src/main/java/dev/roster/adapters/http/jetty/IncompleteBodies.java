package dev.roster.adapters.http.jetty;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Bodies of limited clients that have not arrived completely. Beyond the limit of a client, the body of which the
 * fewest bytes have arrived makes room. Safe for use by multiple threads.
 */
final class IncompleteBodies {

    /** In bytes. Smaller differences do not count: the first bytes of an ordinary body come with the next packet. */
    private static final long STEP = 512;

    private final int maxPerClient;
    private final Map<String, Set<Body>> bodies = new HashMap<>();

    IncompleteBodies(int maxPerClient) {
        this.maxPerClient = maxPerClient;
    }

    /** A body that is arriving. */
    interface Body {

        long received();

        /** Rejects the request. */
        void displace();
    }

    void add(String client, Body body) {
        Optional<Body> displaced = Optional.empty();
        synchronized (bodies) {
            Set<Body> ofClient = bodies.computeIfAbsent(client, first -> new LinkedHashSet<>());
            if (ofClient.size() >= maxPerClient) {
                displaced = ofClient.stream().min(Comparator.comparingLong(other -> other.received() / STEP));
                displaced.ifPresent(ofClient::remove);
            }
            ofClient.add(body);
        }
        displaced.ifPresent(Body::displace);
    }

    /** Removes a body; no effect if it was displaced. */
    void remove(String client, Body body) {
        synchronized (bodies) {
            bodies.computeIfPresent(client, (same, ofClient) -> {
                ofClient.remove(body);
                return ofClient.isEmpty() ? null : ofClient;
            });
        }
    }

    int size() {
        synchronized (bodies) {
            return bodies.values().stream().mapToInt(Set::size).sum();
        }
    }
}
