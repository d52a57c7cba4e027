package dev.roster.bootstrap.throttle;

import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.HashFunction;
import dev.roster.application.port.security.LoginThrottle;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Login throttle that counts in the memory of this process. The counts are lost when the process ends, and each node
 * counts separately.
 *
 * <p>{@link LoginThrottle.Failures} and {@link LoginThrottle.MinuteWindow} count. The use of both is repeated in the kit's
 * {@code InMemoryLoginThrottle} on purpose: tests need it without this module.
 *
 * <p>Memory use is limited to some megabytes: if there are more than {@value #MAX_ENTRIES} accounts or clients, the
 * least recently used ones are removed. Safe for use by multiple threads.
 */
public final class LocalLoginThrottle implements LoginThrottle {

    static final int MAX_ENTRIES = 20_000;

    private final Map<String, Failures> accounts = new LruMap<>();
    private final Map<String, MinuteWindow> clients = new LruMap<>();
    private final InstantSource clock;

    /**
     * Creates a throttle without any counts.
     *
     * @param clock decides when pauses end
     */
    public LocalLoginThrottle(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public synchronized Decision admit(String account, int freeFailures, ClientAddress from) {
        String key = key(account);
        Instant now = clock.instant();
        Decision decision = countClient(from.network(), ATTEMPTS_PER_MINUTE, from, now);
        if (decision instanceof Rejected) {
            return decision;
        }
        Failures counted = accounts.getOrDefault(key, Failures.NONE);
        Failures failures = counted.isExpiredAt(now) ? Failures.NONE : counted.startedBy(now);
        if (now.isBefore(failures.pausedUntil())) {
            accounts.put(key, failures.afterRejection());
            return new Rejected(Duration.between(now, failures.pausedUntil()), !failures.rejectionReported());
        }
        accounts.put(key, failures.afterAdmission(now, freeFailures));
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
        accounts.computeIfPresent(key(account), (name, failures) -> failures.afterRelease());
    }

    @Override
    public synchronized void clear(String account) {
        accounts.remove(key(account));
    }

    synchronized int size() {
        return accounts.size() + clients.size();
    }

    /** Returns a key of fixed length, to limit the memory of long names. */
    private static String key(String account) {
        return HashFunction.SHA_256.hex(account);
    }

    /** Map that removes its least recently used entry when it is full. */
    private static final class LruMap<V> extends LinkedHashMap<String, V> {

        private static final long serialVersionUID = 1L;

        LruMap() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
            return size() > MAX_ENTRIES;
        }
    }
}
