package dev.roster.application.account;

import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.LoginThrottle;
import dev.roster.application.port.security.LoginThrottle.Admitted;
import dev.roster.application.port.security.LoginThrottle.Decision;
import dev.roster.application.port.security.LoginThrottle.Rejected;
import dev.roster.domain.user.EmailAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * The counters of one attempt to verify a password. An attempt counts for the account and the client together, with a
 * low limit, and for the account of all clients, with a high one. A client with a login hint has a counter of its own
 * instead, and an authenticated caller does not count for all clients, so neither is shut out by others' failures.
 */
final class LoginCounters {

    /** Failures of all unknown clients together before the account pauses for them. */
    static final int FREE_FAILURES_OF_ACCOUNT = 50;

    private final List<Counter> counters;

    private LoginCounters(Counter... counters) {
        this.counters = List.of(counters);
    }

    private record Counter(String key, int freeFailures, ClientAddress from) {}

    /**
     * Returns the counters of a client that is not known.
     *
     * @param email as typed; need not be an email address
     */
    static LoginCounters ofUnknownClient(String email, ClientAddress from) {
        // The client itself is counted once.
        return new LoginCounters(
                ofClient(email, from),
                new Counter(ThrottleKeys.ofAccount(email), FREE_FAILURES_OF_ACCOUNT, ClientAddress.UNKNOWN));
    }

    /** Returns the counters of a caller who is authenticated. */
    static LoginCounters ofCaller(EmailAddress email, ClientAddress from) {
        return new LoginCounters(ofClient(email.value(), from));
    }

    /** Returns the counters of a client with a valid login hint. */
    static LoginCounters ofHint(LoginHint hint, ClientAddress from) {
        return new LoginCounters(
                new Counter(ThrottleKeys.ofHint(hint.value()), LoginThrottle.FAILURES_BEFORE_PAUSE, from));
    }

    private static Counter ofClient(String email, ClientAddress from) {
        return new Counter(ThrottleKeys.ofLogin(email, from), LoginThrottle.FAILURES_BEFORE_PAUSE, from);
    }

    /** Admits an attempt that all counters admit. A rejected attempt counts under none. */
    Decision admit(LoginThrottle throttle) {
        List<Counter> admitted = new ArrayList<>();
        for (Counter each : counters) {
            Decision decision = throttle.admit(each.key(), each.freeFailures(), each.from());
            if (decision instanceof Rejected) {
                admitted.forEach(counted -> throttle.release(counted.key()));
                return decision;
            }
            admitted.add(each);
        }
        return new Admitted();
    }

    void release(LoginThrottle throttle) {
        counters.forEach(each -> throttle.release(each.key()));
    }

    void clear(LoginThrottle throttle) {
        counters.forEach(each -> throttle.clear(each.key()));
    }
}
