package com.example.lock;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Fake and reference model of the locks. Safe for use by multiple threads. */
final class InMemoryLocks implements Locks {

    private final Map<String, Lock> locks = new HashMap<>();

    private record Lock(long fence, Instant until) {}

    @Override
    public synchronized Optional<Held> acquire(String name, Instant now, Duration lease) {
        Instant until = now.plus(lease);
        Lock lock = locks.getOrDefault(Objects.requireNonNull(name), new Lock(0, Instant.MIN));
        if (lock.until().isAfter(now)) {
            return Optional.empty();
        }
        locks.put(name, new Lock(lock.fence() + 1, until));
        return Optional.of(new Held(name, lock.fence() + 1));
    }

    @Override
    public synchronized boolean extend(Held held, Instant now, Duration lease) {
        Instant until = now.plus(lease);
        Lock lock = locks.get(held.name());
        if (lock == null || lock.fence() != held.fence() || !lock.until().isAfter(now)) {
            return false;
        }
        locks.put(held.name(), new Lock(lock.fence(), until));
        return true;
    }

    @Override
    public synchronized boolean release(Held held) {
        Lock lock = locks.get(held.name());
        if (lock == null || lock.fence() != held.fence() || lock.until().equals(Instant.MIN)) {
            return false;
        }
        locks.put(held.name(), new Lock(lock.fence(), Instant.MIN));
        return true;
    }
}
