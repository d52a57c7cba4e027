package dev.roster.application.port.security;

import java.time.Duration;
import java.time.Instant;

/**
 * Limits password guessing. An account is identified by a text that the caller derives from the submitted one, whether
 * or not it exists, so that decisions do not reveal which accounts exist.
 *
 * <p>After {@value #FAILURES_BEFORE_PAUSE} consecutive failures ({@code throttle.free-failures}), and after each further one,
 * an account pauses: for one second at first, twice as long each time, at most 15 minutes
 * ({@code throttle.pauses-double}). Failures expire after a day without attempts ({@code throttle.failures-expire}).
 *
 * <p>An attempt counts as failed from its admission until it is cleared or released, so concurrent attempts are limited
 * like sequential ones ({@code throttle.concurrent-attempts-limited}). Failures count for the account whatever client
 * they come from ({@code throttle.failures-from-any-client}). Accounts do not affect each other
 * ({@code throttle.accounts-independent}).
 *
 * <p>Each client has {@value #ATTEMPTS_PER_MINUTE} attempts a minute, across all accounts
 * ({@code throttle.clients-limited}), also if they are concurrent ({@code throttle.concurrent-clients-limited}). A
 * client is a {@linkplain ClientAddress#network() network} ({@code throttle.clients-counted-by-network}). Attempts that
 * are rejected because the account pauses count for the client ({@code throttle.rejected-attempts-counted}), and
 * neither a success nor a release reduces the count of the client ({@code throttle.client-count-kept}). Attempts from
 * unknown client addresses are not counted per client ({@code throttle.unknown-client-unlimited}). Requests that verify
 * no password are limited per client and kind ({@code throttle.requests-limited}). Counts of accounts, clients and
 * kinds are separate, whatever their names ({@code throttle.counters-separate}).
 *
 * <p>All nodes that share the throttle see the same counts ({@code throttle.shared-by-clients}). If the clock is set
 * back, no pause or minute lasts longer than from its start ({@code throttle.clock-set-back}).
 *
 * <p>No method fails or blocks if the backend of the throttle is unreachable ({@code throttle-outage.calls-return}).
 * Meanwhile each node limits on its own ({@code throttle-outage.guesses-limited}); afterwards the nodes share their
 * counts again ({@code throttle-outage.shared-again}), and a success removes the failures of the outage, too
 * ({@code throttle-outage.success-clears-all}). A restart of the backend keeps all counts or none
 * ({@code throttle-outage.restart-keeps-all-or-nothing}). Implementations are safe for use by multiple threads.
 */
public interface LoginThrottle {

    /** Number of consecutive failures after which the first pause starts. */
    int FAILURES_BEFORE_PAUSE = 5;

    /** Longest pause of an account. */
    Duration MAX_PAUSE = Duration.ofMinutes(15);

    /** How long failures are kept after the last attempt. */
    Duration FAILURE_RETENTION = Duration.ofDays(1);

    /** Attempts of one client in a minute; the minute starts with the first attempt. */
    int ATTEMPTS_PER_MINUTE = 300;

    /** No throttle: admits every attempt. */
    @SuppressWarnings("ClassInitializationDeadlock") // only this constant initializes the class
    LoginThrottle NONE = NoOpLoginThrottle.INSTANCE;

    /**
     * Requests an attempt to verify a password.
     *
     * @param account any text ({@code throttle.any-text-accepted}); identifies the same account on every node
     * @param from the client address, counted by its {@linkplain ClientAddress#network() network}
     * @return {@link Admitted}: the attempt counts as failed until it is cleared or released; or {@link Rejected}: the
     *     attempt counts for the client only
     */
    default Decision admit(String account, ClientAddress from) {
        return admit(account, FAILURES_BEFORE_PAUSE, from);
    }

    /**
     * Same with another number of failures before the first pause ({@code throttle.free-failures-of-caller}).
     *
     * @param freeFailures number of consecutive failures after which the first pause starts; the same in all calls for
     *     one account
     */
    Decision admit(String account, int freeFailures, ClientAddress from);

    /**
     * Requests an operation that verifies no password, such as a registration. Clients with unknown addresses are not
     * limited. Kinds do not affect each other, nor the attempts to verify a password
     * ({@code throttle.requests-limited}).
     *
     * @param kind the kind of operation, a constant of the caller
     * @param perMinute maximum number of requests of one kind and client in a minute, at least 1
     */
    Decision admitRequest(String kind, int perMinute, ClientAddress from);

    /**
     * Removes one attempt that had no result, for example because the storage failed
     * ({@code throttle.release-undoes-attempt}).
     */
    void release(String account);

    /**
     * Removes all failures of an account after its owner was authenticated ({@code throttle.clear-resets-failures}).
     */
    void clear(String account);

    /** Result of a request to {@link #admit} an attempt. */
    sealed interface Decision {}

    /** The attempt may proceed. */
    record Admitted() implements Decision {}

    /**
     * The attempt must not proceed now.
     *
     * @param retryAfter how long to wait, more than zero
     * @param first whether this is the first rejection of this pause, or of this client in this minute
     *     ({@code throttle.first-rejection-marked})
     */
    record Rejected(Duration retryAfter, boolean first) implements Decision {}

    /**
     * Returns how long an account pauses after a number of consecutive failures; zero for fewer than
     * {@value #FAILURES_BEFORE_PAUSE} ({@code throttle.pauses-double}).
     */
    static Duration pauseAfter(int failures) {
        return pauseAfter(failures, FAILURES_BEFORE_PAUSE);
    }

    /** Same with another number of failures before the first pause ({@code throttle.free-failures-of-caller}). */
    static Duration pauseAfter(int failures, int freeFailures) {
        if (failures < freeFailures) {
            return Duration.ZERO;
        }
        Duration pause = Duration.ofSeconds(1L << Math.min(failures - freeFailures, 20));
        return pause.compareTo(MAX_PAUSE) < 0 ? pause : MAX_PAUSE;
    }

    /**
     * Counters of one account, for throttles that keep them in memory.
     *
     * @param failures number of failures since the last success
     * @param pausedUntil first instant at which another attempt is admitted
     * @param rejectionReported whether an attempt was rejected in this pause
     * @param lastAttemptAt when an attempt was last admitted
     */
    record Failures(int failures, Instant pausedUntil, boolean rejectionReported, Instant lastAttemptAt) {

        /** No failures. */
        public static final Failures NONE = new Failures(0, Instant.MIN, false, Instant.MIN);

        /** Returns whether the failures have expired at the given time ({@code throttle.failures-expire}). */
        public boolean isExpiredAt(Instant now) {
            return lastAttemptAt.equals(Instant.MIN) || !now.isBefore(lastAttemptAt.plus(FAILURE_RETENTION));
        }

        /** Returns counters whose pause starts now at the latest ({@code throttle.clock-set-back}). */
        public Failures startedBy(Instant now) {
            if (!now.isBefore(lastAttemptAt)) {
                return this;
            }
            Instant end = pausedUntil.isBefore(lastAttemptAt)
                    ? pausedUntil
                    : now.plus(Duration.between(lastAttemptAt, pausedUntil));
            return new Failures(failures, end, rejectionReported, now);
        }

        /** Returns the counters after an attempt outside a pause ({@code throttle.pauses-double}). */
        public Failures afterAdmission(Instant now) {
            return afterAdmission(now, FAILURES_BEFORE_PAUSE);
        }

        /** Same with another number of failures before a pause ({@code throttle.free-failures-of-caller}). */
        public Failures afterAdmission(Instant now, int freeFailures) {
            int counted = failures + 1;
            return new Failures(counted, now.plus(pauseAfter(counted, freeFailures)), false, now);
        }

        /** Returns the counters after an attempt during a pause ({@code throttle.first-rejection-marked}). */
        public Failures afterRejection() {
            return new Failures(failures, pausedUntil, true, lastAttemptAt);
        }

        /** Returns the counters after an attempt was released ({@code throttle.release-undoes-attempt}). */
        public Failures afterRelease() {
            return new Failures(Math.max(failures - 1, 0), Instant.MIN, false, lastAttemptAt);
        }
    }

    /**
     * Counter of one client, for throttles that keep it in memory.
     *
     * @param attempts number of attempts in the minute
     * @param endsAt when the minute ends
     */
    record MinuteWindow(int attempts, Instant endsAt) {

        /** Returns the counter after another attempt ({@code throttle.clients-limited}). */
        public MinuteWindow afterAttempt(Instant now) {
            Instant latestEnd = now.plus(Duration.ofMinutes(1));
            if (!now.isBefore(endsAt)) {
                return new MinuteWindow(1, latestEnd);
            }
            // The end is later only if the clock was set back.
            return new MinuteWindow(attempts + 1, endsAt.isAfter(latestEnd) ? latestEnd : endsAt);
        }

        /** Returns the decision on the attempt that was counted last ({@code throttle.clients-limited}). */
        public Decision decide(int perMinute, Instant now) {
            return attempts <= perMinute
                    ? new Admitted()
                    : new Rejected(Duration.between(now, endsAt), attempts == perMinute + 1);
        }
    }
}
