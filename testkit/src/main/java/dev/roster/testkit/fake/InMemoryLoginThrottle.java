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

    @Override
    public synchronized Decision admit(String account, ClientAddress from) {
        Instant now = clock.instant();
        if (from.isKnown()) {
            MinuteWindow minute = clients.getOrDefault(from.network(), new MinuteWindow(0, now))
                    .afterAttempt(now);
            clients.put(from.network(), minute);
            if (minute.attempts() > ATTEMPTS_PER_MINUTE) {
                return new Rejected(
                        Duration.between(now, minute.endsAt()), minute.attempts() == ATTEMPTS_PER_MINUTE + 1);
            }
        }
        Failures failures = accounts.getOrDefault(account, Failures.NONE);
        if (failures.isExpiredAt(now)) {
            failures = Failures.NONE;
        }
        if (now.isBefore(failures.pausedUntil())) {
            accounts.put(account, failures.afterRejection());
            return new Rejected(Duration.between(now, failures.pausedUntil()), !failures.rejectionReported());
        }
        accounts.put(account, failures.afterAdmission(now));
        return new Admitted();
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
