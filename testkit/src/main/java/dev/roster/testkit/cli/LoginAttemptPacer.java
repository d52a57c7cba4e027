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
    private static final int ROOM = 300 - 100;

    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final Deque<Long> lastMinute = new ArrayDeque<>();
    private int total;
    private int mostInAMinute;

    /** Counts it if it tries a password. */
    synchronized void count(ApiExchange exchange) {
        if (!triesPassword(exchange)) {
            return;
        }
        forgetBeforeLastMinute();
        lastMinute.addLast(System.nanoTime());
        total++;
        mostInAMinute = Math.max(mostInAMinute, lastMinute.size());
    }

    private static boolean triesPassword(ApiExchange exchange) {
        String request = exchange.method() + " " + exchange.target();
        String body = exchange.requestBody();
        return request.equals("POST /auth/login")
                || request.equals("POST /auth/password")
                || (request.startsWith("PUT /users/") && body != null && body.contains("\"password\""));
    }

    /** Waits, for a minute at most, until there is room for another clause. */
    synchronized void awaitRoom() throws InterruptedException {
        forgetBeforeLastMinute();
        while (lastMinute.size() > ROOM) {
            TimeUnit.NANOSECONDS.timedWait(this, lastMinute.getFirst() + MINUTE - System.nanoTime() + 1);
            forgetBeforeLastMinute();
        }
    }

    synchronized int total() {
        return total;
    }

    synchronized int mostInAMinute() {
        return mostInAMinute;
    }

    private void forgetBeforeLastMinute() {
        long start = System.nanoTime() - MINUTE;
        while (!lastMinute.isEmpty() && lastMinute.getFirst() - start < 0) {
            lastMinute.removeFirst();
        }
    }
}
