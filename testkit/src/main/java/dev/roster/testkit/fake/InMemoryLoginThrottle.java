package dev.roster.testkit.fake;

import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.LoginThrottle;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/**
 * Login throttle for tests. It repeats the rule of the service's local throttle on purpose, so that the kit does not
 * depend on the service. Its entries are never removed when they expire, so it grows. Safe for use by multiple
 * threads.
 */
public final class InMemoryLoginThrottle implements LoginThrottle {

    private final Map<String, Failures> accounts = new HashMap<>();
    private final Map<String, MinuteWindow> clients = new HashMap<>();
    private final InstantSource clock;

    /**
     * Creates a throttle without counts.
     *
     * @param clock the clock for pauses and minutes
     */
    public InMemoryLoginThrottle(InstantSource clock) {
        this.clock = clock;
    }

    /** Removes all counts, like the restart of a server without persistence. */
    public synchronized void reset() {
        accounts.clear();
        clients.clear();
    }

    @Override
    public synchronized Decision admit(String account, int freeFailures, ClientAddress from) {
        Instant now = clock.instant();
        Decision decision = countClient(from.network(), ATTEMPTS_PER_MINUTE, from, now);
        if (decision instanceof Rejected) {
            return decision;
        }
        Failures failures = accounts.getOrDefault(account, Failures.NONE);
        failures = failures.isExpiredAt(now) ? Failures.NONE : failures.startedBy(now);
        if (now.isBefore(failures.pausedUntil())) {
            accounts.put(account, failures.afterRejection());
            return new Rejected(Duration.between(now, failures.pausedUntil()), !failures.rejectionReported());
        }
        accounts.put(account, failures.afterAdmission(now, freeFailures));
        return new Admitted();
    }

    @Override
    public synchronized Decision admitRequest(String kind, int perMinute, ClientAddress from) {
        return countClient(kind + " " + from.network(), perMinute, from, clock.instant());
    }

    private Decision countClient(String key, int perMinute, ClientAddress from, Instant now) {
        if (!from.isKnown()) {
            return new Admitted();
        }
        MinuteWindow minute =
                clients.getOrDefault(key, new MinuteWindow(0, now)).afterAttempt(now);
        clients.put(key, minute);
        return minute.decide(perMinute, now);
    }

    @Override
    public synchronized void release(String account) {
        accounts.computeIfPresent(account, (name, failures) -> failures.afterRelease());
    }

    @Override
    public synchronized void clear(String account) {
        accounts.remove(account);
    }
}
