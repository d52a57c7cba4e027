package dev.roster.testkit.cli;

import dev.roster.testkit.contract.api.ApiExchange;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * Counts the requests that try a password, of which a client has a number a minute: Roster's default throttle admits 300.
 * Lets no clause begin that could go beyond it. Safe for use by many threads.
 */
final class LoginAttemptPacer {

    /** The default throttle's number less what the clauses that run at once may still use. */
    private static final int CAPACITY = 300 - 100;

    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final Deque<Long> lastMinute = new ArrayDeque<>();
    private int total;
    private int maxPerMinute;

    /** Counts it if it tries a password. */
    synchronized void count(ApiExchange exchange) {
        if (!triesPassword(exchange)) {
            return;
        }
        removeOlderThanOneMinute();
        lastMinute.addLast(System.nanoTime());
        total++;
        maxPerMinute = Math.max(maxPerMinute, lastMinute.size());
    }

    private static boolean triesPassword(ApiExchange exchange) {
        String request = exchange.method() + " " + exchange.target();
        String body = exchange.requestBody();
        return request.equals("POST /auth/login")
                || request.equals("POST /auth/password")
                || (request.startsWith("PUT /users/") && body != null && body.contains("\"password\""));
    }

    /** Waits, for a minute at most, until there is room for another clause. */
    synchronized void awaitCapacity() throws InterruptedException {
        removeOlderThanOneMinute();
        while (lastMinute.size() > CAPACITY) {
            TimeUnit.NANOSECONDS.timedWait(this, lastMinute.getFirst() + MINUTE - System.nanoTime() + 1);
            removeOlderThanOneMinute();
        }
    }

    synchronized int total() {
        return total;
    }

    synchronized int maxPerMinute() {
        return maxPerMinute;
    }

    private void removeOlderThanOneMinute() {
        long start = System.nanoTime() - MINUTE;
        while (!lastMinute.isEmpty() && lastMinute.getFirst() - start < 0) {
            lastMinute.removeFirst();
        }
    }
}
