package dev.roster.application.port.cache;

import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import java.util.Optional;

/** User cache that stores nothing: every lookup misses. */
enum NoOpUserCache implements UserCache {
    INSTANCE;

    @Override
    public Lookup find(UserId id) {
        return new Miss(Optional.empty());
    }

    @Override
    public boolean fill(User user, Lease lease) {
        return false;
    }

    @Override
    public Optional<Lease> acquireLease(UserId id) {
        return Optional.empty();
    }

    @Override
    public void refresh(User user, Optional<Lease> lease) {
        // nothing is stored
    }

    @Override
    public boolean invalidate(UserId id, long version) {
        return true;
    }

    @Override
    public boolean markDeleted(UserId id) {
        return true;
    }
}
