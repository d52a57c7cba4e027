package dev.roster.testkit.faulty.security;

import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.LoginThrottle;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** Login throttle that checks a count and then writes it, without a lock. */
final class RacyLoginThrottle implements LoginThrottle {

    private final Map<String, Failures> accounts = new ConcurrentHashMap<>();
    private final Map<String, MinuteWindow> clients = new ConcurrentHashMap<>();
    private final InstantSource clock;

    RacyLoginThrottle(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Decision admit(String account, int freeFailures, ClientAddress from) {
        Instant now = clock.instant();
        Decision decision = count(from.network(), ATTEMPTS_PER_MINUTE, from, now);
        if (decision instanceof Rejected) {
            return decision;
        }
        Failures failures = accounts.getOrDefault(account, Failures.NONE);
        if (now.isBefore(failures.pausedUntil())) {
            return new Rejected(Duration.between(now, failures.pausedUntil()), false);
        }
        awaitStore();
        accounts.put(account, failures.afterAdmission(now, freeFailures));
        return new Admitted();
    }

    @Override
    public Decision admitRequest(String kind, int perMinute, ClientAddress from) {
        return count(kind + " " + from.network(), perMinute, from, clock.instant());
    }

    private Decision count(String key, int perMinute, ClientAddress from, Instant now) {
        if (!from.isKnown()) {
            return new Admitted();
        }
        MinuteWindow minute =
                clients.getOrDefault(key, new MinuteWindow(0, now)).afterAttempt(now);
        awaitStore();
        clients.put(key, minute);
        return minute.decide(perMinute, now);
    }

    /** Lets another thread run, as a throttle does that waits for its store. */
    private static void awaitStore() {
        LockSupport.parkNanos(1);
    }

    @Override
    public void release(String account) {
        accounts.computeIfPresent(account, (name, failures) -> failures.afterRelease());
    }

    @Override
    public void clear(String account) {
        accounts.remove(account);
    }
}
