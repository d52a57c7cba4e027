package dev.roster.application.port.security;

import java.time.Duration;
import java.time.Instant;

/**
 * Slows down who guesses passwords. An account is whatever was submitted as its name, whether or not it exists, so that
 * an answer tells nothing about that.
 *
 * <p>Each account may be failed {@value #FREE_FAILURES} times ({@code throttle.free-failures}); then, and after each
 * further failure, it pauses, for a second at first, twice as long each time, never for more than a quarter of an hour
 * ({@code throttle.pauses-grow}), and after a day without attempts all is forgotten ({@code throttle.forgotten}). An
 * attempt counts as failed from its admission on until it is cleared, so that of many at once no more are admitted than
 * one after the other ({@code throttle.concurrent-bounded}). Accounts do not slow each other down
 * ({@code throttle.accounts-apart}). Each client may try {@value #ATTEMPTS_A_MINUTE} times a minute, whatever the
 * accounts ({@code throttle.clients-limited}); one that is not known is not counted
 * ({@code throttle.unknown-client-uncounted}). What one node counted, all others that share the throttle see
 * ({@code throttle.seen-by-second-client}).
 *
 * <p>No method fails or waits because what it counts in is out of reach. Safe for use by many threads.
 */
public interface LoginThrottle {

    /** How many failures in a row cost nothing. */
    int FREE_FAILURES = 5;

    /** The longest that an account pauses. */
    Duration LONGEST_PAUSE = Duration.ofMinutes(15);

    /** How long failures are remembered after the last attempt. */
    Duration MEMORY = Duration.ofDays(1);

    /** How many attempts a client has in a minute, which begins with its first one. */
    int ATTEMPTS_A_MINUTE = 300;

    /** No throttle: every attempt is admitted. */
    LoginThrottle OFF = NoOpLoginThrottle.INSTANCE;

    /**
     * Asks to try a password.
     *
     * @param account any text ({@code throttle.any-text}); names one account with every node
     * @param from the client; counted by its {@linkplain ClientAddress#network() network}
     * @return {@link Admitted}, and it counts as failed until it is cleared or released; or {@link Refused}, which counts
     *     for the client alone
     */
    Verdict admit(String account, ClientAddress from);

    /** Takes one attempt back which showed nothing, such as one that the storage failed ({@code throttle.released}). */
    void release(String account);

    /** Forgets all failures of an account, whose owner has shown up ({@code throttle.cleared}). */
    void clear(String account);

    /** The answer to who wants to try. */
    sealed interface Verdict {}

    /** Go on. */
    record Admitted() implements Verdict {}

    /**
     * Not now.
     *
     * @param retryAfter how long to wait, more than zero
     * @param first whether it is the first refusal of this pause, or of this client in this minute
     *     ({@code throttle.first-refusal-told})
     */
    record Refused(Duration retryAfter, boolean first) implements Verdict {}

    /**
     * How long an account pauses after so many failures in a row, zero while they cost nothing
     * ({@code throttle.pauses-grow}).
     */
    static Duration pauseAfter(int failures) {
        if (failures < FREE_FAILURES) {
            return Duration.ZERO;
        }
        Duration pause = Duration.ofSeconds(1L << Math.min(failures - FREE_FAILURES, 20));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    /**
     * What is counted for one account, for throttles that keep it in the memory of a process.
     *
     * @param failures since the last success
     * @param pausedUntil the first instant at which another attempt is admitted
     * @param told whether somebody was refused in this pause
     * @param lastAt the last attempt that was admitted
     */
    record Failures(int failures, Instant pausedUntil, boolean told, Instant lastAt) {

        /** Nothing counted. */
        public static final Failures NONE = new Failures(0, Instant.MIN, false, Instant.MIN);

        /** Whether nobody remembers by then ({@code throttle.forgotten}). */
        public boolean isForgottenAt(Instant now) {
            return lastAt.equals(Instant.MIN) || !now.isBefore(lastAt.plus(MEMORY));
        }

        /** After an attempt at a time at which the account does not pause ({@code throttle.pauses-grow}). */
        public Failures admitted(Instant now) {
            int counted = failures + 1;
            return new Failures(counted, now.plus(pauseAfter(counted)), false, now);
        }

        /** After an attempt at a time at which it does ({@code throttle.first-refusal-told}). */
        public Failures refused() {
            return new Failures(failures, pausedUntil, true, lastAt);
        }

        /** After an attempt was taken back ({@code throttle.released}). */
        public Failures released() {
            return new Failures(Math.max(failures - 1, 0), Instant.MIN, false, lastAt);
        }
    }

    /**
     * What is counted for one client, for throttles that keep it in the memory of a process.
     *
     * @param attempts in the minute
     * @param endsAt when the minute ends
     */
    record Minute(int attempts, Instant endsAt) {

        /** After another attempt ({@code throttle.clients-limited}). */
        public Minute attempted(Instant now) {
            return now.isBefore(endsAt)
                    ? new Minute(attempts + 1, endsAt)
                    : new Minute(1, now.plus(Duration.ofMinutes(1)));
        }
    }
}
