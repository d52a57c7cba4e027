package com.example.lock;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Locks by name, shared by all clients of one backend ({@code locks.shared-by-clients}). A lock is held until it is
 * released, or until its lease expires. All times are those that callers pass. Null is rejected with
 * {@link NullPointerException}, and nothing changes ({@code locks.null-rejected}).
 *
 * <p>A sequence of calls gives the same results as on the in-memory model ({@code locks.agrees-with-model}).
 */
public interface Locks {

    /**
     * Acquires a free lock. Of several concurrent callers exactly one succeeds ({@code
     * locks.concurrent-one-wins}), and a held lock is not given away ({@code locks.held-rejected}). Locks with other
     * names, of any text, are independent ({@code locks.names-independent}).
     *
     * <p>A lock can be acquired again at the instant at which its lease expires, to the microsecond ({@code
     * locks.expiry-exact}), and not before ({@code locks.held-until-expiry}). Each acquisition of a lock has a higher
     * fence than the one before ({@code locks.fence-increases}).
     *
     * @return empty if the lock is held
     */
    Optional<Held> acquire(String name, Instant now, Duration lease);

    /**
     * Extends the lease of a lock that is still held ({@code locks.extended}), but not of one that was released or has
     * expired ({@code locks.lost-not-extended}).
     *
     * @return whether the lock is still held
     * @throws UnsupportedOperationException if the backend cannot extend leases ({@code locks.extended})
     */
    boolean extend(Held held, Instant now, Duration lease);

    /**
     * Releases a lock, so that it can be acquired at once ({@code locks.released-acquirable}).
     *
     * @return false, without any change, if the lock was released before or acquired again ({@code
     *     locks.lost-release-ignored})
     */
    boolean release(Held held);

    /**
     * An acquired lock.
     *
     * @param name the name of the lock
     * @param fence increases with each acquisition; a resource can reject holders with a lower one
     */
    record Held(String name, long fence) {}
}
