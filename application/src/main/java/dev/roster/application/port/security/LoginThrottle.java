package dev.roster.application.port.security;

import java.time.Duration;
import java.time.Instant;

/**
 * Slows down who guesses passwords. An account is whatever was submitted as its name, whether or not it exists, so that
 * an answer tells nothing about that.
 *
 * <p>Each account may be failed {@value #FREE_FAILURES} times ({@code throttle.free-failures}); then, and after each
 * further failure, it pauses, for a second at first, twice as long each time, never for more than a quarter of an hour
 * ({@code throttle.pauses-double}), and after a day without attempts all is forgotten ({@code throttle.failures-expire}). An
 * attempt counts as failed from its admission on until it is cleared, so that of many at once no more are admitted than
 * one after the other ({@code throttle.concurrent-attempts-limited}). Accounts do not slow each other down
 * ({@code throttle.accounts-independent}). Each client may try {@value #ATTEMPTS_PER_MINUTE} times a minute, whatever the
 * accounts ({@code throttle.clients-limited}); one that is not known is not counted
 * ({@code throttle.unknown-client-unlimited}). What one node counted, all others that share the throttle see
 * ({@code throttle.shared-by-clients}).
 *
 * <p>No method fails or waits because what it counts in is out of reach. Safe for use by many threads.
 */
public interface LoginThrottle {

    /** How many failures in a row cost nothing. */
    int FREE_FAILURES = 5;

    /** The longest that an account pauses. */
    Duration MAX_PAUSE = Duration.ofMinutes(15);

    /** How long failures are remembered after the last attempt. */
    Duration FAILURE_RETENTION = Duration.ofDays(1);

    /** How many attempts a client has in a minute, which begins with its first one. */
    int ATTEMPTS_PER_MINUTE = 300;

    /** No throttle: every attempt is admitted. */
    LoginThrottle NONE = NoOpLoginThrottle.INSTANCE;

    /**
     * Asks to try a password.
     *
     * @param account any text ({@code throttle.any-text-accepted}); names one account with every node
     * @param from the client; counted by its {@linkplain ClientAddress#network() network}
     * @return {@link Admitted}, and it counts as failed until it is cleared or released; or {@link Rejected}, which counts
     *     for the client alone
     */
    Decision admit(String account, ClientAddress from);

    /** Takes one attempt back which showed nothing, such as one that the storage failed ({@code throttle.release-undoes-attempt}). */
    void release(String account);

    /** Forgets all failures of an account, whose owner has shown up ({@code throttle.clear-resets-failures}). */
    void clear(String account);

    /** The answer to who wants to try. */
    sealed interface Decision {}

    /** Go on. */
    record Admitted() implements Decision {}

    /**
     * Not now.
     *
     * @param retryAfter how long to wait, more than zero
     * @param first whether it is the first refusal of this pause, or of this client in this minute
     *     ({@code throttle.first-rejection-marked})
     */
    record Rejected(Duration retryAfter, boolean first) implements Decision {}

    /**
     * How long an account pauses after so many failures in a row, zero while they cost nothing
     * ({@code throttle.pauses-double}).
     */
    static Duration pauseAfter(int failures) {
        if (failures < FREE_FAILURES) {
            return Duration.ZERO;
        }
        Duration pause = Duration.ofSeconds(1L << Math.min(failures - FREE_FAILURES, 20));
        return pause.compareTo(MAX_PAUSE) < 0 ? pause : MAX_PAUSE;
    }

    /**
     * What is counted for one account, for throttles that keep it in the memory of a process.
     *
     * @param failures since the last success
     * @param pausedUntil the first instant at which another attempt is admitted
     * @param rejectionReported whether somebody was refused in this pause
     * @param lastAttemptAt the last attempt that was admitted
     */
    record Failures(int failures, Instant pausedUntil, boolean rejectionReported, Instant lastAttemptAt) {

        /** Nothing counted. */
        public static final Failures NONE = new Failures(0, Instant.MIN, false, Instant.MIN);

        /** Whether nobody remembers by then ({@code throttle.failures-expire}). */
        public boolean isExpiredAt(Instant now) {
            return lastAttemptAt.equals(Instant.MIN) || !now.isBefore(lastAttemptAt.plus(FAILURE_RETENTION));
        }

        /** After an attempt at a time at which the account does not pause ({@code throttle.pauses-double}). */
        public Failures afterAdmission(Instant now) {
            int counted = failures + 1;
            return new Failures(counted, now.plus(pauseAfter(counted)), false, now);
        }

        /** After an attempt at a time at which it does ({@code throttle.first-rejection-marked}). */
        public Failures afterRejection() {
            return new Failures(failures, pausedUntil, true, lastAttemptAt);
        }

        /** After an attempt was taken back ({@code throttle.release-undoes-attempt}). */
        public Failures afterRelease() {
            return new Failures(Math.max(failures - 1, 0), Instant.MIN, false, lastAttemptAt);
        }
    }

    /**
     * What is counted for one client, for throttles that keep it in the memory of a process.
     *
     * @param attempts in the minute
     * @param endsAt when the minute ends
     */
    record MinuteWindow(int attempts, Instant endsAt) {

        /** After another attempt ({@code throttle.clients-limited}). */
        public MinuteWindow afterAttempt(Instant now) {
            return now.isBefore(endsAt)
                    ? new MinuteWindow(attempts + 1, endsAt)
                    : new MinuteWindow(1, now.plus(Duration.ofMinutes(1)));
        }
    }
}
