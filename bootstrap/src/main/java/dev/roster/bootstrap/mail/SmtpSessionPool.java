package dev.roster.bootstrap.mail;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Idle connections to the mail server. Each is closed when it was idle for some time. */
final class SmtpSessionPool implements AutoCloseable {

    private final long maxIdleNanos;
    private final Executor closer;

    /** The idle sessions, least recently used first. Guarded by this. */
    private final Deque<SmtpSession> idle = new ArrayDeque<>();

    private boolean closed;

    SmtpSessionPool(Duration maxIdle, Executor executor) {
        this.maxIdleNanos = maxIdle.toNanos();
        this.closer = CompletableFuture.delayedExecutor(maxIdle.toMillis(), TimeUnit.MILLISECONDS, executor);
    }

    /** Removes and returns the most recently used session of the given kind; empty if none is idle. */
    synchronized Optional<SmtpSession> take(boolean utf8) {
        Iterator<SmtpSession> latestFirst = idle.descendingIterator();
        while (latestFirst.hasNext()) {
            SmtpSession session = latestFirst.next();
            if (session.isUtf8() == utf8 && !session.isIdleLongerThan(maxIdleNanos, System.nanoTime())) {
                latestFirst.remove();
                return Optional.of(session);
            }
        }
        return Optional.empty();
    }

    /** Keeps a session for the next mail, or closes it. */
    void giveBack(SmtpSession session) {
        if (session.isUsedUp() || !keep(session)) {
            session.close();
        } else {
            closer.execute(this::closeExpired);
        }
    }

    private synchronized boolean keep(SmtpSession session) {
        session.markIdle(System.nanoTime());
        return !closed && idle.add(session);
    }

    private void closeExpired() {
        long now = System.nanoTime();
        remove(session -> session.isIdleLongerThan(maxIdleNanos, now)).forEach(SmtpSession::close);
    }

    /** Closes the idle sessions. */
    void clear() {
        remove(session -> true).forEach(SmtpSession::close);
    }

    private synchronized List<SmtpSession> remove(Predicate<SmtpSession> which) {
        List<SmtpSession> removed = new ArrayList<>();
        idle.removeIf(session -> which.test(session) && removed.add(session));
        return removed;
    }

    /** Closes the idle sessions, and each other session when it is given back. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        clear();
    }
}
