package dev.roster.testkit.faulty.service;

import dev.roster.application.port.cache.UserCache;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Naive cache: the last write always wins, any lease is valid, and deleted users are not marked. */
final class NaiveUserCache implements UserCache {

    private static final Lease ANY = new Lease("any");

    private final Map<UserId, User> entries = new ConcurrentHashMap<>();

    @Override
    public Lookup find(UserId id) {
        User copy = entries.get(id);
        return copy == null ? new Miss(acquireLease(id)) : new Hit(copy);
    }

    @Override
    public boolean fill(User user, Lease lease) {
        entries.put(user.id(), user);
        return true;
    }

    @Override
    public Optional<Lease> acquireLease(UserId id) {
        return Optional.of(ANY);
    }

    @Override
    public void refresh(User user, Optional<Lease> lease) {
        entries.put(user.id(), user);
    }

    @Override
    public boolean invalidate(UserId id, long version) {
        entries.computeIfPresent(id, (outdated, copy) -> copy.version() < version ? null : copy);
        return true;
    }

    @Override
    public boolean markDeleted(UserId id) {
        entries.remove(id);
        return true;
    }
}
