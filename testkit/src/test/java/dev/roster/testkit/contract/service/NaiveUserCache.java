package dev.roster.testkit.contract.service;

import dev.roster.application.port.cache.UserCache;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A cache as one would first think of: it keeps what it was told last, whoever read it when, and knows no tombstones. */
final class NaiveUserCache implements UserCache {

    private static final Lease ANY = new Lease("any");

    private final Map<UserId, User> copies = new ConcurrentHashMap<>();

    @Override
    public Lookup find(UserId id) {
        User copy = copies.get(id);
        return copy == null ? new Miss(lease(id)) : new Hit(copy);
    }

    @Override
    public boolean fill(User user, Lease lease) {
        copies.put(user.id(), user);
        return true;
    }

    @Override
    public Optional<Lease> lease(UserId id) {
        return Optional.of(ANY);
    }

    @Override
    public void refresh(User user, Optional<Lease> lease) {
        copies.put(user.id(), user);
    }

    @Override
    public boolean outdate(UserId id, long version) {
        copies.computeIfPresent(id, (outdated, copy) -> copy.version() < version ? null : copy);
        return true;
    }

    @Override
    public boolean forget(UserId id) {
        copies.remove(id);
        return true;
    }
}
