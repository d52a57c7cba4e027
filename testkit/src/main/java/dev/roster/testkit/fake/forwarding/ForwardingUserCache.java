package dev.roster.testkit.fake.forwarding;

import dev.roster.application.port.cache.UserCache;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import java.util.Optional;

/** User cache that forwards all calls. A subclass overrides some of them to pause, count or fail. */
public class ForwardingUserCache implements UserCache {

    private final UserCache cache;

    /**
     * Creates an instance.
     *
     * @param cache receives the calls
     */
    protected ForwardingUserCache(UserCache cache) {
        this.cache = cache;
    }

    @Override
    public Lookup find(UserId id) {
        return cache.find(id);
    }

    @Override
    public boolean fill(User user, Lease lease) {
        return cache.fill(user, lease);
    }

    @Override
    public Optional<Lease> acquireLease(UserId id) {
        return cache.acquireLease(id);
    }

    @Override
    public void refresh(User user, Optional<Lease> lease) {
        cache.refresh(user, lease);
    }

    @Override
    public boolean invalidate(UserId id, long version) {
        return cache.invalidate(id, version);
    }

    @Override
    public boolean markDeleted(UserId id) {
        return cache.markDeleted(id);
    }
}
