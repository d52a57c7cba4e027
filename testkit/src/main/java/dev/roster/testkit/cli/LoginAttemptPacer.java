package dev.roster.testkit.cli;

import dev.roster.testkit.contract.api.ApiExchange;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the run below the login throttle of the server: Roster's default admits 300 password checks a minute from one
 * client. Counts the requests that check a password and delays clauses that could exceed the limit. Safe for use by
 * multiple threads.
 */
final class LoginAttemptPacer {

    /** The default limit of the throttle minus a reserve for the running clauses. */
    private static final int CAPACITY = 300 - 100;

    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final Deque<Long> lastMinute = new ArrayDeque<>();
    private int total;
    private int maxPerMinute;

    /** Counts a request that checks a password; ignores others. */
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

    /** Waits, at most a minute, until another clause can run. */
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
