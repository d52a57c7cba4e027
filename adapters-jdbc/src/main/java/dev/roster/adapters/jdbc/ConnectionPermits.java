package dev.roster.adapters.jdbc;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Permits to use a connection of a pool, granted in the order of the calls. Two limits keep calls that wait inside the
 * database from using all connections:
 *
 * <ul>
 *   <li>Writes leave a fifth of the connections to reads.
 *   <li>When a call gives up waiting for a lock, its kind is <em>blocked</em> until a call of that kind succeeds. A
 *       blocked kind uses at most a fifth of the connections, and all blocked kinds together at most half. As many of
 *       its calls as the pool has connections may wait for their turn; further ones are rejected at once.
 * </ul>
 *
 * Safe for use by multiple threads.
 */
final class ConnectionPermits {

    /** The result of asking for a permit. */
    enum Decision {
        GRANTED,
        /** No connection became free in time. */
        EXHAUSTED,
        /** Connections are free, but the limits keep them for other kinds of calls. */
        LIMITED,
        /** Too many calls of a blocked kind are waiting already. */
        REJECTED
    }

    private final int size;
    private final int writeLimit;
    private final int blockedKindLimit;
    private final int blockedLimit;

    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Waiter> waiters = new ArrayDeque<>();
    private final Set<CallKind> blocked = new HashSet<>();
    private int inUse;
    private int writesInUse;

    /** Creates the permits of a pool with the given number of connections. */
    ConnectionPermits(int size) {
        this.size = size;
        this.writeLimit = size - size / 5;
        this.blockedKindLimit = Math.max(1, size / 5);
        this.blockedLimit = Math.max(1, size / 2);
    }

    private static final class Waiter {

        private final CallKind kind;
        private final Condition turn;
        private boolean granted;

        Waiter(CallKind kind, Condition turn) {
            this.kind = kind;
            this.turn = turn;
        }
    }

    /** Waits for a permit, at most for the given time in milliseconds. */
    Decision acquire(CallKind kind, long timeout) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            // No waiting call is admissible now: each release grants a permit to every waiting call that is.
            if (isAdmissible(kind)) {
                take(kind);
                return Decision.GRANTED;
            }
            if (kind.blocked && kind.waiting >= size) {
                return Decision.REJECTED;
            }
            return await(new Waiter(kind, lock.newCondition()), TimeUnit.MILLISECONDS.toNanos(timeout));
        } finally {
            lock.unlock();
        }
    }

    private Decision await(Waiter waiter, long timeout) throws InterruptedException {
        waiters.add(waiter);
        waiter.kind.waiting++;
        try {
            long left = timeout;
            while (!waiter.granted && left > 0) {
                left = waiter.turn.awaitNanos(left);
            }
            if (waiter.granted) {
                return Decision.GRANTED;
            }
            return inUse < size ? Decision.LIMITED : Decision.EXHAUSTED;
        } catch (InterruptedException interrupted) {
            if (waiter.granted) {
                give(waiter.kind);
                grantWaiters();
            }
            throw interrupted;
        } finally {
            waiter.kind.waiting--;
            waiters.remove(waiter);
        }
    }

    /** Returns the permit of a call that succeeded. */
    void releaseAfterSuccess(CallKind kind) {
        release(kind, false);
    }

    /** Returns the permit of a call that gave up waiting for a lock or for the server. */
    void releaseAfterTimeout(CallKind kind) {
        release(kind, true);
    }

    /** Returns the permit of a call that failed for another reason, or that never used its connection. */
    void release(CallKind kind) {
        lock.lock();
        try {
            give(kind);
            grantWaiters();
        } finally {
            lock.unlock();
        }
    }

    private void release(CallKind kind, boolean timedOut) {
        lock.lock();
        try {
            kind.blocked = timedOut;
            if (timedOut) {
                blocked.add(kind);
            } else {
                blocked.remove(kind);
            }
            give(kind);
            grantWaiters();
        } finally {
            lock.unlock();
        }
    }

    /** Returns the number of calls that wait for a permit of this kind. */
    int waiting(CallKind kind) {
        lock.lock();
        try {
            return kind.waiting;
        } finally {
            lock.unlock();
        }
    }

    /** Returns the number of calls that wait for a permit. */
    int waiting() {
        lock.lock();
        try {
            return waiters.size();
        } finally {
            lock.unlock();
        }
    }

    private void grantWaiters() {
        for (Iterator<Waiter> all = waiters.iterator(); all.hasNext() && inUse < size; ) {
            Waiter waiter = all.next();
            if (isAdmissible(waiter.kind)) {
                take(waiter.kind);
                all.remove();
                waiter.granted = true;
                waiter.turn.signal();
            }
        }
    }

    private boolean isAdmissible(CallKind kind) {
        return inUse < size
                && (!kind.writes() || writesInUse < writeLimit)
                && (!kind.blocked || hasRoomIfBlocked(kind));
    }

    private boolean hasRoomIfBlocked(CallKind kind) {
        return kind.inUse < blockedKindLimit
                && blocked.stream().mapToInt(other -> other.inUse).sum() < blockedLimit;
    }

    private void take(CallKind kind) {
        inUse++;
        kind.inUse++;
        writesInUse += kind.writes() ? 1 : 0;
    }

    private void give(CallKind kind) {
        inUse--;
        kind.inUse--;
        writesInUse -= kind.writes() ? 1 : 0;
    }
}
