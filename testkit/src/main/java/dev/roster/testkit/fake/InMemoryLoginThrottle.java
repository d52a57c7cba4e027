package dev.roster.testkit.fake;

import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.LoginThrottle;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** Counts in maps that only grow; for tests. */
public final class InMemoryLoginThrottle implements LoginThrottle {

    private final Map<String, Failures> accounts = new HashMap<>();
    private final Map<String, Minute> clients = new HashMap<>();
    private final InstantSource clock;

    /**
     * With nothing counted yet.
     *
     * @param clock tells when pauses end
     */
    public InMemoryLoginThrottle(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public synchronized Verdict admit(String account, ClientAddress from) {
        Instant now = clock.instant();
        if (from.isKnown()) {
            Minute minute =
                    clients.getOrDefault(from.network(), new Minute(0, now)).attempted(now);
            clients.put(from.network(), minute);
            if (minute.attempts() > ATTEMPTS_A_MINUTE) {
                return new Refused(Duration.between(now, minute.endsAt()), minute.attempts() == ATTEMPTS_A_MINUTE + 1);
            }
        }
        Failures failures = accounts.getOrDefault(account, Failures.NONE);
        if (failures.isForgottenAt(now)) {
            failures = Failures.NONE;
        }
        if (now.isBefore(failures.pausedUntil())) {
            accounts.put(account, failures.refused());
            return new Refused(Duration.between(now, failures.pausedUntil()), !failures.told());
        }
        accounts.put(account, failures.admitted(now));
        return new Admitted();
    }

    @Override
    public synchronized void release(String account) {
        accounts.computeIfPresent(account, (name, failures) -> failures.released());
    }

    @Override
    public synchronized void clear(String account) {
        accounts.remove(account);
    }
}
